-- The sources disagree on how many credits were sold, or none says it so that it can be understood, or the ledger gave
-- another number. Never guessed.
SELECT
    'credits_mismatch' AS kind,
    'credits_mismatch:' || session_id AS fingerprint,
    session_id AS stripe_id,
    movement_id AS ledger_id,
    coalesce(granted_user_id, user_id) AS user_id,
    currency,
    amount_minor AS expected_minor,
    CASE WHEN grant_count = 0 THEN 0 END::bigint AS recorded_minor,
    credits,
    coalesce(paid_at, created_at) AS occurred_at,
    jsonb_strip_nulls(promise || jsonb_build_object(
        'granted_credits', CASE WHEN grant_count > 0 THEN granted_credits::text END, 'package_id', package_id
    )) AS detail
FROM tieout.sale
WHERE (
        -- Fully refunded before any grant: nothing is owed, so nothing can be wrong about it.
        grant_count = 0 AND (credits IS NULL OR credits_are_disagreed)
        AND (refunded_minor < captured_minor OR is_refund_pending OR charge_id IS NULL)
    )
    OR (
        grant_count > 0 AND NOT credits_are_disagreed
        AND (
            -- Too many by more than one grant is a duplicate.
            (granted_credits > credits AND grant_count = 1)
            -- After a refund or a dispute fewer credits may be what is right, more never are.
            OR (granted_credits < credits AND refunded_minor = 0 AND NOT is_disputed)
        )
    )
ORDER BY occurred_at, stripe_id;
