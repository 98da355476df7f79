-- One session, granted more than once. Two sessions of one buyer are not that, nor a second grant that was taken back.
SELECT
    'duplicate_grant' AS kind,
    'duplicate_grant:' || session_id AS fingerprint,
    session_id AS stripe_id,
    movement_id AS ledger_id,
    granted_user_id AS user_id,
    currency,
    amount_minor AS expected_minor,
    amount_minor * grant_count AS recorded_minor,
    granted_credits - coalesce(credits, granted_credits / grant_count) AS credits,
    granted_at AS occurred_at,
    jsonb_strip_nulls(promise || jsonb_build_object(
        'grants', grant_count::text, 'granted_credits', granted_credits::text, 'package_id', package_id
    )) AS detail
FROM tieout.match
WHERE grant_count > 1 AND granted_credits > coalesce(credits, granted_credits / grant_count)
ORDER BY occurred_at, stripe_id;
