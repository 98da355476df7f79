-- A buyer's balance is not the sum of their movements, where the journal begins at nothing and so has to be whole. A buyer
-- without a balance row has a balance of nothing, where balances are kept at all; one who was deleted has none.
SELECT
    'balance_drift' AS kind,
    'balance_drift:' || journal.user_id AS fingerprint,
    NULL::text AS stripe_id,
    journal.user_id AS ledger_id,
    journal.user_id,
    NULL::text AS currency,
    NULL::bigint AS expected_minor,
    NULL::bigint AS recorded_minor,
    coalesce(balance.balance, 0) - journal.credits AS credits,
    journal.last_at AS occurred_at,
    jsonb_build_object(
        'balance', coalesce(balance.units::text, 'no row'), 'sum_of_movements', journal.units::text,
        'movements', journal.movements::text
    ) AS detail
FROM (
    SELECT
        user_id, sum(credits)::bigint AS credits, sum(units) AS units, count(*) AS movements,
        max(created_at) AS last_at, min(created_at) AS began_at,
        -- Several movements may share the first instant.
        min(created_at) FILTER (WHERE balance_before = 0) AS first_at_nothing
    FROM tieout.ledger_movement
    GROUP BY user_id
) AS journal
LEFT JOIN tieout.ledger_balance AS balance ON balance.user_id = journal.user_id
LEFT JOIN (SELECT DISTINCT user_id FROM tieout.ledger_user) AS buyer ON buyer.user_id = journal.user_id
CROSS JOIN (SELECT count(*) AS count FROM tieout.ledger_balance) AS kept
-- In the ledger's own units: credits are rounded.
WHERE coalesce(balance.units, 0) <> journal.units
  AND (balance.user_id IS NOT NULL OR (buyer.user_id IS NOT NULL AND kept.count > 0))
  AND journal.first_at_nothing = journal.began_at
ORDER BY occurred_at, ledger_id;
