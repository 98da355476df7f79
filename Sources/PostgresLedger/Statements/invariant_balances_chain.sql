-- What is wrong with the movements by which this run granted: each gives its buyer what the correction says, moves the
-- balance by just that, and is the last one or has one that goes on from it; $1 run. No row is good. Where the journal
-- keeps no balances only the credits are compared.
SELECT
    granted.stripe_id,
    granted.problem,
    granted.user_id,
    granted.credits,
    granted.balance_before,
    granted.balance_after,
    granted.balance
FROM (
    SELECT
        correction.stripe_id, movement.user_id, movement.credits, movement.balance_before, movement.balance_after,
        balance.balance,
        CASE
            WHEN movement.user_id <> correction.user_id OR movement.credits <> correction.credits THEN 'credits'
            WHEN movement.balance_after - movement.balance_before <> movement.credits THEN 'sum'
            WHEN movement.balance_after <> balance.balance AND following.user_id IS NULL THEN 'chain'
        END AS problem
    FROM tieout.correction
    JOIN tieout.ledger_movement AS movement
        ON movement.reference_id = correction.stripe_id AND movement.credits > 0
    JOIN tieout.ledger_balance AS balance ON balance.user_id = movement.user_id
    LEFT JOIN (
        SELECT DISTINCT user_id, balance_before FROM tieout.ledger_movement WHERE credits <> 0
    ) AS following
        ON following.user_id = movement.user_id AND following.balance_before = movement.balance_after
    WHERE correction.run_id = $1 AND correction.action = 'grant'
) AS granted
WHERE granted.problem IS NOT NULL
ORDER BY granted.stripe_id, granted.problem, granted.user_id;
