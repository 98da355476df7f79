-- The payment log says otherwise than Stripe: a second event for an intent violates the log's unique key and is lost.
SELECT
    'payment_status_mismatch' AS kind,
    'payment_status_mismatch:' || intent.id AS fingerprint,
    intent.id AS stripe_id,
    payment.ledger_id,
    NULL::text AS user_id,
    intent.currency,
    NULL::bigint AS expected_minor,
    NULL::bigint AS recorded_minor,
    NULL::bigint AS credits,
    intent.created AS occurred_at,
    jsonb_build_object(
        'expected_status', CASE intent.status WHEN 'canceled' THEN 'cancelled' WHEN 'succeeded' THEN 'succeeded'
            ELSE 'failed' END,
        'recorded_status', payment.status,
        'stripe_status', intent.status
    ) AS detail
FROM tieout.stage_payment_intent AS intent
JOIN tieout.ledger_payment AS payment ON payment.stripe_payment_intent_id = intent.id
WHERE (intent.status = 'succeeded' AND payment.status IS DISTINCT FROM 'succeeded')
    OR (intent.status = 'canceled' AND coalesce(payment.status, '') NOT IN ('cancelled', 'failed'))
    -- Failed or pending while another attempt is open is what the log should say.
    OR (intent.status NOT IN ('succeeded', 'canceled') AND payment.status = 'succeeded')
ORDER BY occurred_at, stripe_id;
