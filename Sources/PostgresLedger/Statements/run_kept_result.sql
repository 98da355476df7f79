-- The result that is kept, and whether the records of its run are still in the stage.
SELECT run.run_id, run.kept_result, scope.run_id IS NOT NULL AS is_staged
FROM tieout.run
LEFT JOIN tieout.scope ON scope.run_id = run.run_id
WHERE run.kept_result IS NOT NULL
ORDER BY run.started_at DESC
LIMIT 1;
