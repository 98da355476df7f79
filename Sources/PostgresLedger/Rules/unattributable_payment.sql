-- Paid, and no buyer to give the credits to. Of a deleted buyer nothing can be given: that is information, not an alarm.
SELECT
    'unattributable_payment' AS kind,
    'unattributable_payment:' || session_id AS fingerprint,
    session_id AS stripe_id,
    NULL::text AS ledger_id,
    user_id,
    currency,
    amount_minor AS expected_minor,
    0::bigint AS recorded_minor,
    credits,
    coalesce(paid_at, created_at) AS occurred_at,
    jsonb_strip_nulls(promise || jsonb_build_object(
        'severity', CASE WHEN user_id ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
            THEN 'info' END,
        'buyer', CASE WHEN user_id IS NULL THEN 'no source names one' ELSE 'is not, or no longer, in the ledger' END,
        'customer', customer, 'payment_intent', payment_intent
    )) AS detail
FROM tieout.sale
WHERE grant_count = 0
  AND NOT buyer_exists
  AND NOT buyer_is_disagreed
  AND (refunded_minor < captured_minor OR is_refund_pending OR charge_id IS NULL)
ORDER BY occurred_at, stripe_id;
