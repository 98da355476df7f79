-- A buyer's balance is not the sum of their movements, where the journal begins at nothing and so has to be whole.
WITH drifted AS (
    SELECT
        balance.user_id, balance.balance, balance.units AS balance_units, journal.credits, journal.units,
        journal.movements, journal.last_at, journal.began_at
    FROM tieout.ledger_balance AS balance
    JOIN (
        SELECT
            user_id, sum(credits)::bigint AS credits, sum(units) AS units, count(*) AS movements,
            max(created_at) AS last_at, min(created_at) AS began_at
        FROM tieout.ledger_movement
        GROUP BY user_id
    ) AS journal ON journal.user_id = balance.user_id
    -- In the ledger's own units: credits are rounded.
    WHERE balance.units <> journal.units
)
SELECT
    'balance_drift' AS kind,
    'balance_drift:' || drifted.user_id AS fingerprint,
    NULL::text AS stripe_id,
    drifted.user_id AS ledger_id,
    drifted.user_id,
    NULL::text AS currency,
    NULL::bigint AS expected_minor,
    NULL::bigint AS recorded_minor,
    drifted.balance - drifted.credits AS credits,
    drifted.last_at AS occurred_at,
    jsonb_build_object(
        'balance', drifted.balance_units::text, 'sum_of_movements', drifted.units::text,
        'movements', drifted.movements::text
    ) AS detail
FROM drifted
JOIN (
    -- Several movements may share the first instant.
    SELECT DISTINCT movement.user_id
    FROM tieout.ledger_movement AS movement
    JOIN drifted ON drifted.user_id = movement.user_id AND drifted.began_at = movement.created_at
    WHERE movement.balance_before = 0
) AS begins_at_nothing ON begins_at_nothing.user_id = drifted.user_id
ORDER BY occurred_at, ledger_id;
