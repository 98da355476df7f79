-- One session, granted more than once. Two sessions of one buyer are not that, nor a second grant that was taken back.
SELECT
    'duplicate_grant' AS kind,
    'duplicate_grant:' || match.session_id AS fingerprint,
    match.session_id AS stripe_id,
    match.movement_id AS ledger_id,
    match.granted_user_id AS user_id,
    match.currency,
    match.amount_minor AS expected_minor,
    match.amount_minor * match.grant_count AS recorded_minor,
    match.granted_credits - promise.credits AS credits,
    match.granted_at AS occurred_at,
    jsonb_strip_nulls(match.promise || jsonb_build_object(
        'grants', match.grant_count::text, 'granted_credits', match.granted_credits::text,
        'package_id', match.package_id
    )) AS detail
FROM tieout.match
JOIN tieout.granted_promise AS promise ON promise.session_id = match.session_id
WHERE match.grant_count > 1
  AND match.granted_credits > promise.credits
  -- Of what was never paid all is too much: told as a phantom, once.
  AND match.payment_status IN ('paid', 'no_payment_required')
ORDER BY occurred_at, stripe_id;
