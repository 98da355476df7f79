INSERT INTO tieout.evidence (session_id, source, ledger_id, user_id, credits, amount, status, error_message, created_at)
SELECT
    key.session_id, 'movement', reference.ledger_id, reference.user_id, reference.credits, NULL::numeric,
    reference.type, NULL, reference.created_at
FROM tieout.ledger_reference AS reference
JOIN tieout.session_key AS key ON key.stripe_id = reference.stripe_id
WHERE reference.type IS DISTINCT FROM 'consume' AND reference.is_only
UNION ALL
SELECT DISTINCT  -- a movement may carry a session's id and its payment intent's
    key.session_id, 'movement', reference.ledger_id, reference.user_id, reference.credits, NULL::numeric,
    reference.type, NULL, reference.created_at
FROM tieout.ledger_reference AS reference
JOIN tieout.session_key AS key ON key.stripe_id = reference.stripe_id
WHERE reference.type IS DISTINCT FROM 'consume' AND NOT reference.is_only
UNION ALL
SELECT
    key.session_id, 'purchase', purchase.ledger_id, purchase.user_id, purchase.credits, purchase.amount,
    purchase.status, purchase.error_message, purchase.created_at
FROM tieout.ledger_purchase AS purchase
JOIN tieout.session_key AS key ON key.stripe_id = purchase.stripe_session_id
UNION ALL
SELECT
    key.session_id, 'correction', correction.stripe_id, correction.user_id, correction.credits, NULL, correction.action,
    NULL, correction.posted_at
FROM tieout.correction
JOIN tieout.session_key AS key ON key.stripe_id = correction.stripe_id
WHERE correction.action = 'grant';
