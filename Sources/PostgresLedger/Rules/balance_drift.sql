-- A buyer's balance is not the sum of their movements, where the journal begins at nothing and so has to be whole.
SELECT
    'balance_drift' AS kind,
    'balance_drift:' || balance.user_id AS fingerprint,
    NULL::text AS stripe_id,
    balance.user_id AS ledger_id,
    balance.user_id,
    NULL::text AS currency,
    NULL::bigint AS expected_minor,
    NULL::bigint AS recorded_minor,
    balance.balance - journal.credits AS credits,
    journal.last_at AS occurred_at,
    jsonb_build_object(
        'balance', balance.balance::text, 'sum_of_movements', journal.credits::text,
        'movements', journal.movements::text
    ) AS detail
FROM tieout.ledger_balance AS balance
JOIN (
    SELECT
        movement.user_id, sum(movement.credits)::bigint AS credits, count(*) AS movements,
        max(movement.created_at) AS last_at,
        -- Several movements may share the first instant.
        bool_or(movement.created_at = opening.created_at AND movement.balance_before = 0) AS begins_at_nothing
    FROM tieout.ledger_movement AS movement
    JOIN (
        SELECT user_id, min(created_at) AS created_at FROM tieout.ledger_movement GROUP BY user_id
    ) AS opening ON opening.user_id = movement.user_id
    GROUP BY movement.user_id
) AS journal ON journal.user_id = balance.user_id
WHERE journal.begins_at_nothing AND balance.balance <> journal.credits
ORDER BY occurred_at, ledger_id;
