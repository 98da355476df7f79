-- Credits for money that never came: the session is not paid, or Stripe, asked for it by id, does not know it.
WITH unknown AS (
    SELECT DISTINCT looked_up.stripe_id
    FROM tieout.looked_up
    LEFT JOIN tieout.match ON match.session_id = looked_up.stripe_id
    WHERE NOT looked_up.is_known AND match.session_id IS NULL AND looked_up.stripe_id LIKE 'cs\_%'
)
SELECT
    'phantom_grant' AS kind,
    'phantom_grant:' || session_id AS fingerprint,
    session_id AS stripe_id,
    coalesce(movement_id, purchase_id) AS ledger_id,
    coalesce(granted_user_id, user_id) AS user_id,
    currency,
    0::bigint AS expected_minor,
    amount_minor AS recorded_minor,
    greatest(granted_credits, 0) AS credits,
    coalesce(granted_at, created_at) AS occurred_at,
    jsonb_strip_nulls(promise || jsonb_build_object(
        'session_status', status, 'payment_status', payment_status, 'grants', grant_count::text,
        'completed_purchases', completed_count::text, 'payment_intent', payment_intent
    )) AS detail
FROM tieout.match_with_promise
-- A session that cost nothing may well be granted.
WHERE payment_status NOT IN ('paid', 'no_payment_required')
  AND (granted_credits > 0 OR completed_count > 0)
UNION ALL
SELECT
    'phantom_grant', 'phantom_grant:' || reference.stripe_id, reference.stripe_id, min(reference.ledger_id),
    min(reference.user_id), NULL, 0, NULL, sum(reference.credits)::bigint, min(reference.created_at),
    jsonb_build_object('stripe_answer', 'no such checkout session', 'grants', count(*)::text)
FROM (
    SELECT movement.stripe_id, movement.ledger_id, movement.user_id, movement.credits, movement.created_at
    FROM unknown
    JOIN tieout.ledger_reference AS movement ON movement.stripe_id = unknown.stripe_id
    WHERE movement.type IS DISTINCT FROM 'consume'  -- what was taken back counts against what was given
    UNION ALL
    SELECT unknown.stripe_id, purchase.ledger_id, purchase.user_id, purchase.credits, purchase.created_at
    FROM unknown
    JOIN tieout.ledger_purchase AS purchase ON purchase.stripe_session_id = unknown.stripe_id
    LEFT JOIN tieout.ledger_reference AS movement
        ON movement.stripe_id = unknown.stripe_id AND movement.type IS DISTINCT FROM 'consume'
    WHERE purchase.status = 'completed' AND movement.stripe_id IS NULL
) AS reference
GROUP BY reference.stripe_id
HAVING sum(reference.credits) > 0
ORDER BY occurred_at, stripe_id;
