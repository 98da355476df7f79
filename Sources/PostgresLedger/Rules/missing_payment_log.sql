-- A payment succeeded and the payment log has no row of it.
SELECT
    'missing_payment_log' AS kind,
    'missing_payment_log:' || intent.id AS fingerprint,
    intent.id AS stripe_id,
    NULL::text AS ledger_id,
    NULL::text AS user_id,
    intent.currency,
    coalesce(intent.amount_received, intent.amount) AS expected_minor,
    0::bigint AS recorded_minor,
    NULL::bigint AS credits,
    intent.created AS occurred_at,
    jsonb_build_object('status', intent.status) AS detail
FROM tieout.stage_payment_intent AS intent
-- Where the application keeps such a log at all.
CROSS JOIN (SELECT DISTINCT view_name FROM tieout.ledger_mapped WHERE view_name = 'ledger_payment') AS kept
LEFT JOIN tieout.ledger_payment AS payment ON payment.stripe_payment_intent_id = intent.id
WHERE intent.status = 'succeeded' AND payment.ledger_id IS NULL
ORDER BY occurred_at, stripe_id;
