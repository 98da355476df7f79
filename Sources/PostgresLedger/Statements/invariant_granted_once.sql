-- Each session that this run granted has exactly one movement and one completed purchase; $1 run. No row is good.
SELECT correction.stripe_id, movement.movements, purchase.purchases
FROM tieout.correction
LEFT JOIN (
    SELECT reference_id, count(*) AS movements FROM tieout.ledger_movement WHERE credits > 0 GROUP BY reference_id
) AS movement ON movement.reference_id = correction.stripe_id
LEFT JOIN (
    SELECT stripe_session_id, count(*) AS purchases
    FROM tieout.ledger_purchase
    WHERE status = 'completed'
    GROUP BY stripe_session_id
) AS purchase ON purchase.stripe_session_id = correction.stripe_id
WHERE correction.run_id = $1
  AND correction.action = 'grant'
  AND (coalesce(movement.movements, 0) <> 1 OR coalesce(purchase.purchases, 0) <> 1)
ORDER BY correction.stripe_id;
