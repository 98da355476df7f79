-- The run whose records are in the stage, if it never ended and began after $1.
SELECT run.run_id, run.command, run.applied, scope.since, scope.cut_off
FROM tieout.scope
JOIN tieout.run ON run.run_id = scope.run_id
WHERE run.status = 'running' AND run.started_at >= $1;
