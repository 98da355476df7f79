-- How many findings of the run are open, by when a run saw them first: there are no more moments than there were runs.
SELECT finding.first_seen, finding.severity, count(*) AS count
FROM tieout.finding
JOIN tieout.scope ON scope.run_id = finding.last_run
WHERE finding.status = 'open'
GROUP BY finding.first_seen, finding.severity
ORDER BY finding.first_seen, finding.severity;
