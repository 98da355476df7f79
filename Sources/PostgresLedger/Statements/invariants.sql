-- What is wrong with what this run wrote, read from the ledger as it is now, whatever the match saw; $1 run. No row is good.
-- granted_once: a session granted by this run has one movement that gives and one completed purchase.
-- credits_add_up: by buyer, the journal and the purchase log show the credits that this run granted.
-- movement_is_right: a movement gives its buyer what the correction says, and moves the balance by just that.
-- balances_chain: it is the buyer's last movement, or one goes on from it.
-- taken_back: credits that this run took back have a movement.
WITH kept AS (
    SELECT
        coalesce(bool_or(view_name = 'ledger_movement' AND may_carry_stripe_id), false) AS has_movements,
        coalesce(bool_or(view_name = 'ledger_purchase' AND may_carry_stripe_id), false) AS has_purchases
    FROM tieout.ledger_mapped
),
written AS (
    SELECT stripe_id AS session_id, action = 'grant' AS is_grant, user_id, credits, detail
    FROM tieout.correction
    WHERE run_id = $1 AND (action = 'grant' OR action LIKE 'take\_back:%')
),
buyer AS (
    SELECT DISTINCT user_id FROM written
),
-- Every id under which such a session may stand in the ledger.
key AS (
    SELECT session_id, session_id AS stripe_id FROM written
    UNION
    SELECT session_id, detail ->> 'payment_intent' FROM written
    UNION
    SELECT session_id, detail ->> 'charge' FROM written
    UNION
    SELECT session_key.session_id, session_key.stripe_id
    FROM tieout.session_key
    JOIN written ON written.session_id = session_key.session_id
),
carrying AS (
    SELECT ledger_id, user_id, type, credits, balance_before, balance_after, reference_id AS stripe_id
    FROM tieout.ledger_movement
    WHERE reference_id IS NOT NULL
    UNION ALL
    SELECT
        movement.ledger_id, movement.user_id, movement.type, movement.credits, movement.balance_before,
        movement.balance_after, jsonb_path_query(movement.metadata, 'strict $.** ? (@.type() == "string")') #>> '{}'
    FROM tieout.ledger_movement AS movement
    JOIN buyer ON buyer.user_id = movement.user_id
),
movement AS (
    SELECT DISTINCT  -- one may carry a session's id and its payment intent's
        key.session_id, carrying.ledger_id, carrying.user_id, carrying.credits, carrying.balance_before,
        carrying.balance_after
    FROM carrying
    JOIN key ON key.stripe_id = carrying.stripe_id
    WHERE carrying.type IS DISTINCT FROM 'consume'
),
purchase AS (
    SELECT key.session_id, bought.ledger_id, bought.credits
    FROM tieout.ledger_purchase AS bought
    JOIN key ON key.stripe_id = bought.stripe_session_id
    WHERE bought.status = 'completed'
    UNION
    SELECT key.session_id, bought.ledger_id, bought.credits
    FROM tieout.ledger_purchase AS bought
    JOIN key ON key.stripe_id = bought.stripe_payment_intent_id
    WHERE bought.status = 'completed'
),
shown AS (
    SELECT
        written.session_id, written.user_id, written.credits,
        coalesce(moved.count, 0) AS movements, coalesce(moved.credits, 0) AS moved,
        coalesce(bought.count, 0) AS purchases, coalesce(bought.credits, 0) AS bought
    FROM written
    LEFT JOIN (
        SELECT session_id, count(*) AS count, sum(credits) AS credits FROM movement WHERE credits > 0 GROUP BY session_id
    ) AS moved ON moved.session_id = written.session_id
    LEFT JOIN (
        SELECT session_id, count(*) AS count, sum(credits) AS credits FROM purchase GROUP BY session_id
    ) AS bought ON bought.session_id = written.session_id
    WHERE written.is_grant
),
-- The movements by which this run moved credits.
own AS (
    SELECT movement.*, written.user_id AS due_user_id, written.credits AS due_credits
    FROM movement
    JOIN written ON written.session_id = movement.session_id AND written.is_grant
    WHERE movement.credits > 0
    UNION ALL
    SELECT movement.*, written.user_id, -written.credits
    FROM movement
    JOIN written
        ON written.session_id = movement.session_id
        AND NOT written.is_grant
        AND movement.credits = -written.credits
)
SELECT problem, session_id, user_id, expected, journal, purchases, before, after, balance
FROM (
    SELECT
        'granted_once' AS problem, session_id, user_id, 1::bigint AS expected, movements AS journal, purchases,
        NULL::bigint AS before, NULL::bigint AS after, NULL::bigint AS balance
    FROM shown
    CROSS JOIN kept
    WHERE (kept.has_movements AND movements <> 1) OR (kept.has_purchases AND purchases <> 1)
    UNION ALL
    SELECT
        'credits_add_up', NULL, user_id, sum(credits)::bigint,
        CASE WHEN bool_or(kept.has_movements) THEN sum(moved)::bigint END,
        CASE WHEN bool_or(kept.has_purchases) THEN sum(bought)::bigint END,
        NULL, NULL, NULL
    FROM shown
    CROSS JOIN kept
    GROUP BY user_id
    HAVING (bool_or(kept.has_movements) AND sum(moved) <> sum(credits))
        OR (bool_or(kept.has_purchases) AND sum(bought) <> sum(credits))
    UNION ALL
    SELECT
        'movement_is_right', session_id, user_id, due_credits, credits, NULL, balance_before, balance_after, NULL
    FROM own
    WHERE user_id <> due_user_id OR credits <> due_credits OR balance_after - balance_before <> credits
    UNION ALL
    SELECT
        'balances_chain', own.session_id, own.user_id, own.due_credits, own.credits, NULL, own.balance_before,
        own.balance_after, balance.balance
    FROM own
    JOIN tieout.ledger_balance AS balance ON balance.user_id = own.user_id
    LEFT JOIN (
        SELECT DISTINCT movement.user_id, movement.balance_before
        FROM tieout.ledger_movement AS movement
        JOIN buyer ON buyer.user_id = movement.user_id
        WHERE movement.credits <> 0
    ) AS following ON following.user_id = own.user_id AND following.balance_before = own.balance_after
    WHERE own.balance_after <> balance.balance AND following.user_id IS NULL
    UNION ALL
    SELECT 'taken_back', written.session_id, written.user_id, written.credits, NULL, NULL, NULL, NULL, NULL
    FROM written
    CROSS JOIN kept
    LEFT JOIN own ON own.session_id = written.session_id AND own.credits < 0
    WHERE NOT written.is_grant AND written.credits > 0 AND kept.has_movements AND own.session_id IS NULL
) AS broken
ORDER BY problem, session_id, user_id;
