-- Purchases that were paid and missed, by slots of time; $1 the report's time zone, $2 hour, day or month, $3 and $4 the
-- first instant that is told and the first that is not. What was missed before is told as one.
SELECT
    CASE WHEN occurred_at >= $3::timestamptz
        THEN to_char(date_trunc($2::text, occurred_at AT TIME ZONE $1::text), 'YYYY-MM-DD HH24:MI') END AS slot,
    sum(paid)::bigint AS paid, sum(missed)::bigint AS missed, sum(granted)::bigint AS granted,
    sum(credits)::bigint AS credits
FROM (
    SELECT coalesce(paid_at, created_at) AS occurred_at, 1 AS paid, 0 AS missed, 0 AS granted, 0 AS credits
    FROM tieout.sale
    WHERE coalesce(paid_at, created_at) >= $3::timestamptz
    UNION ALL
    SELECT
        finding.occurred_at, 0, 1, CASE finding.status WHEN 'corrected' THEN 1 ELSE 0 END,
        coalesce(finding.credits, 0)
    FROM tieout.finding
    JOIN tieout.scope ON scope.run_id = finding.last_run
    WHERE finding.kind IN ('missed_purchase', 'failed_fulfilment')
      AND finding.status IN ('open', 'corrected', 'accepted')
) AS told
WHERE occurred_at < $4::timestamptz
GROUP BY 1
ORDER BY 1 NULLS FIRST;
