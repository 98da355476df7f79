-- The sources name different buyers, or the credits went to another one.
SELECT
    'buyer_mismatch' AS kind,
    'buyer_mismatch:' || session_id AS fingerprint,
    session_id AS stripe_id,
    movement_id AS ledger_id,
    user_id,
    currency,
    amount_minor AS expected_minor,
    CASE WHEN grant_count = 0 THEN 0 END::bigint AS recorded_minor,
    credits,
    coalesce(paid_at, created_at) AS occurred_at,
    jsonb_strip_nulls(promise || jsonb_build_object('granted_user_id', granted_user_id)) AS detail
FROM tieout.sale
WHERE (
        grant_count = 0 AND buyer_is_disagreed AND (refunded_minor < captured_minor OR is_refund_pending OR charge_id IS NULL)
    )
    OR is_granted_to_several
    OR (grant_count > 0 AND NOT buyer_is_disagreed AND granted_user_id <> user_id)
ORDER BY occurred_at, stripe_id;
