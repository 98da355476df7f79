INSERT INTO tieout.joined_evidence (
    session_id, source, ledger_id, user_id, credits, amount, status, error_message, created_at
)
-- Which evidence there can be. Where one kind cannot carry a Stripe id, the other stands for both: a journal without a
-- purchase log proves the purchase, and a purchase log without a journal the grant.
WITH kept AS (
    SELECT
        coalesce(bool_or(view_name = 'ledger_movement' AND may_carry_stripe_id), false) AS has_movements,
        coalesce(bool_or(view_name = 'ledger_purchase' AND may_carry_stripe_id), false) AS has_purchases
    FROM tieout.ledger_mapped
),
-- Of movements that carry a session's own id and nothing else there is nothing to join.
movement AS NOT MATERIALIZED (
    SELECT
        key.session_id, reference.ledger_id, reference.user_id, reference.credits, reference.type, reference.created_at
    FROM tieout.ledger_reference AS reference
    JOIN tieout.session_key AS key ON key.stripe_id = reference.stripe_id
    WHERE reference.type IS DISTINCT FROM 'consume' AND reference.is_only
    UNION ALL
    SELECT DISTINCT  -- a movement may carry a session's id and its payment intent's
        coalesce(key.session_id, reference.stripe_id), reference.ledger_id, reference.user_id, reference.credits,
        reference.type, reference.created_at
    FROM tieout.ledger_reference AS reference
    LEFT JOIN tieout.session_key AS key ON key.stripe_id = reference.stripe_id
    WHERE reference.type IS DISTINCT FROM 'consume'
      AND NOT reference.is_only
      AND (key.session_id IS NOT NULL OR reference.stripe_id LIKE 'cs\_%')
),
purchase AS NOT MATERIALIZED (
    SELECT
        session.id AS session_id, bought.ledger_id, bought.user_id, bought.credits, bought.amount, bought.status,
        bought.error_message, bought.created_at
    FROM tieout.ledger_purchase AS bought
    JOIN tieout.stage_checkout_session AS session ON session.id = bought.stripe_session_id
    UNION ALL
    SELECT
        key.session_id, bought.ledger_id, bought.user_id, bought.credits, bought.amount, bought.status,
        bought.error_message, bought.created_at
    FROM tieout.ledger_purchase AS bought
    JOIN tieout.session_key AS key ON key.stripe_id = bought.stripe_session_id
    UNION ALL
    SELECT  -- known by its payment intent alone
        key.session_id, bought.ledger_id, bought.user_id, bought.credits, bought.amount, bought.status,
        bought.error_message, bought.created_at
    FROM tieout.session_key AS key
    JOIN tieout.ledger_purchase AS bought ON bought.stripe_payment_intent_id = key.stripe_id
    LEFT JOIN (
        SELECT id AS stripe_id FROM tieout.stage_checkout_session
        UNION ALL
        SELECT stripe_id FROM tieout.session_key
    ) AS named ON named.stripe_id = bought.stripe_session_id
    WHERE named.stripe_id IS NULL
),
evidence AS NOT MATERIALIZED (
    SELECT
        session_id, 'movement' AS source, ledger_id, user_id, credits, NULL::numeric AS amount, type AS status,
        NULL AS error_message, created_at
    FROM movement
    UNION ALL
    SELECT session_id, 'movement', ledger_id, user_id, credits, NULL, 'purchase', NULL, created_at
    FROM purchase
    CROSS JOIN kept
    WHERE NOT kept.has_movements AND purchase.status = 'completed'
    UNION ALL
    SELECT session_id, 'purchase', ledger_id, user_id, credits, amount, status, error_message, created_at
    FROM purchase
    UNION ALL
    SELECT session_id, 'purchase', ledger_id, user_id, credits, NULL, 'completed', NULL, created_at
    FROM (
        SELECT session_id, ledger_id, user_id, credits, created_at FROM movement
        UNION ALL
        SELECT stripe_id, ledger_id, user_id, credits, created_at
        FROM tieout.ledger_reference
        WHERE is_only AND stripe_id LIKE 'cs\_%' AND type IS DISTINCT FROM 'consume'
    ) AS moved
    CROSS JOIN kept
    WHERE NOT kept.has_purchases AND moved.credits > 0
    UNION ALL
    SELECT
        session_id, 'correction', stripe_id, user_id, credits, NULL, action, NULL, posted_at
    FROM (
        SELECT correction.*, correction.stripe_id AS session_id
        FROM tieout.correction
        WHERE correction.stripe_id LIKE 'cs\_%'
        UNION ALL
        SELECT correction.*, key.session_id
        FROM tieout.correction
        JOIN tieout.session_key AS key ON key.stripe_id = correction.stripe_id
    ) AS posted
    WHERE action = 'grant'
)
SELECT
    evidence.session_id, evidence.source, evidence.ledger_id, evidence.user_id, evidence.credits, evidence.amount,
    evidence.status, evidence.error_message, evidence.created_at
FROM evidence
LEFT JOIN tieout.match ON match.session_id = evidence.session_id
-- Also of sessions that are not listed.
LEFT JOIN (
    SELECT DISTINCT session_id FROM tieout.joined_evidence
) AS known ON known.session_id = evidence.session_id
WHERE match.session_id IS NULL AND known.session_id IS NULL;
