-- Paid, due, and nothing in the ledger: the webhook was lost.
SELECT
    'missed_purchase' AS kind,
    'missed_purchase:' || session_id AS fingerprint,
    session_id AS stripe_id,
    NULL::text AS ledger_id,
    user_id,
    currency,
    amount_minor AS expected_minor,
    0::bigint AS recorded_minor,
    credits,
    coalesce(paid_at, created_at) AS occurred_at,
    jsonb_strip_nulls(promise || jsonb_build_object(
        'hold', hold, 'package_id', package_id, 'customer', customer, 'payment_intent', payment_intent,
        'charge', charge_id, 'captured_minor', captured_minor::text, 'refunded_minor', refunded_minor::text,
        'granting_events', granting_events, 'payable_since', payable_since::text
    )) AS detail
FROM tieout.ungranted_sale
WHERE completed_count = 0 AND failed_count = 0
ORDER BY occurred_at, stripe_id;
