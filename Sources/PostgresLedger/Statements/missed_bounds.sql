-- When the first and the last of the period's missed purchases were paid.
SELECT min(finding.occurred_at) AS first, max(finding.occurred_at) AS last
FROM tieout.finding
JOIN tieout.scope ON scope.run_id = finding.last_run
WHERE finding.kind IN ('missed_purchase', 'failed_fulfilment')
  AND finding.status IN ('open', 'corrected', 'accepted')
  AND finding.occurred_at >= scope.since;
