-- The newest runs first; $1 how many.
SELECT run_id, command, status, exit_status, since, cut_off, applied, started_at, finished_at, summary
FROM tieout.run
ORDER BY started_at DESC, run_id DESC
LIMIT $1;
