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
        'balance', balance.units::text, 'sum_of_movements', journal.units::text,
        'movements', journal.movements::text
    ) AS detail
FROM tieout.ledger_balance AS balance
JOIN (
    SELECT
        user_id, sum(credits)::bigint AS credits, sum(units) AS units, count(*) AS movements,
        max(created_at) AS last_at, min(created_at) AS began_at,
        -- Several movements may share the first instant.
        min(created_at) FILTER (WHERE balance_before = 0) AS first_at_nothing
    FROM tieout.ledger_movement
    GROUP BY user_id
) AS journal ON journal.user_id = balance.user_id
-- In the ledger's own units: credits are rounded.
WHERE balance.units <> journal.units AND journal.first_at_nothing = journal.began_at
ORDER BY occurred_at, ledger_id;
