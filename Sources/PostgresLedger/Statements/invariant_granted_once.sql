-- Each session that this run granted is shown granted once and bought once by the ledger's own evidence; $1 run. No row
-- is good.
SELECT correction.stripe_id, shown.movements, shown.purchases
FROM tieout.correction
LEFT JOIN (
    SELECT
        session_id,
        count(*) FILTER (WHERE source = 'movement' AND credits > 0) AS movements,
        count(*) FILTER (WHERE source = 'purchase' AND status = 'completed') AS purchases
    FROM tieout.evidence
    GROUP BY session_id
) AS shown ON shown.session_id = correction.stripe_id
WHERE correction.run_id = $1
  AND correction.action = 'grant'
  AND (coalesce(shown.movements, 0) <> 1 OR coalesce(shown.purchases, 0) <> 1)
ORDER BY correction.stripe_id;
