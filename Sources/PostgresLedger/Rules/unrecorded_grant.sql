-- Credits were given but the purchase log has no completed row: the handler stopped between the two.
SELECT
    'unrecorded_grant' AS kind,
    'unrecorded_grant:' || session_id AS fingerprint,
    session_id AS stripe_id,
    failed_purchase_id AS ledger_id,
    granted_user_id AS user_id,
    currency,
    amount_minor AS expected_minor,
    0::bigint AS recorded_minor,
    granted_credits AS credits,
    granted_at AS occurred_at,
    jsonb_strip_nulls(promise || jsonb_build_object(
        'movement', movement_id, 'package_id', package_id, 'customer', customer, 'payment_intent', payment_intent,
        'paid_at', to_char(coalesce(paid_at, created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    )) AS detail
FROM tieout.sale
-- One completed and one failed row is matched; a grant to several buyers is told as a mismatch and not recorded.
WHERE grant_count > 0 AND completed_count = 0 AND NOT is_granted_to_several AND granted_credits > 0
ORDER BY occurred_at, stripe_id;
