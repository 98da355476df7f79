-- One sale, granted more than once. Two sessions of one buyer are not that, nor a second grant that was taken back.
SELECT
    'duplicate_grant' AS kind,
    'duplicate_grant:' || match.session_id AS fingerprint,
    match.session_id AS stripe_id,
    match.movement_id AS ledger_id,
    match.granted_user_id AS user_id,
    match.currency,
    match.amount_minor AS expected_minor,
    match.amount_minor * match.grant_count AS recorded_minor,
    match.granted_credits - match.promised_credits AS credits,
    match.granted_at AS occurred_at,
    jsonb_strip_nulls(match.promise || jsonb_build_object(
        'grants', match.grant_count::text, 'granted_credits', match.granted_credits::text,
        'package_id', match.package_id, 'payment_intent', match.payment_intent
    )) AS detail
FROM tieout.match_with_promise AS match
WHERE match.grant_count > 1
  AND match.granted_credits > match.promised_credits
  -- Of what was never paid all is too much: told as a phantom, once.
  AND match.payment_status IN ('paid', 'no_payment_required')
UNION ALL
-- Under one payment, charge or invoice that belongs to no session that was seen: nothing says what was promised, so the
-- largest of the grants is taken for it.
SELECT
    'duplicate_grant', 'duplicate_grant:' || movement.reference_id, movement.reference_id, min(movement.ledger_id),
    CASE WHEN min(movement.user_id) = max(movement.user_id) THEN min(movement.user_id) END, NULL, NULL, NULL,
    (sum(movement.credits) - max(movement.credits))::bigint, min(movement.created_at),
    jsonb_build_object(
        'grants', (count(*) FILTER (WHERE movement.credits > 0))::text, 'granted_credits', sum(movement.credits)::text
    )
FROM tieout.ledger_movement AS movement
-- Of listed time only, as everywhere; a movement that carries its reference in its metadata as well has it once.
JOIN tieout.ledger_reference AS reference
    ON reference.ledger_id = movement.ledger_id AND reference.stripe_id = movement.reference_id
LEFT JOIN tieout.session_key AS key ON key.stripe_id = movement.reference_id
WHERE key.stripe_id IS NULL
  AND movement.type IS DISTINCT FROM 'consume'
  AND left(movement.reference_id, 3) IN ('pi_', 'ch_', 'py_', 'in_')
GROUP BY movement.reference_id
HAVING count(*) FILTER (WHERE movement.credits > 0) > 1 AND sum(movement.credits) > max(movement.credits)
ORDER BY occurred_at, stripe_id;
