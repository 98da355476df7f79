-- $1 run, $2 host, $3 process.
UPDATE tieout.lease
SET fencing = fencing + 1, run_id = $1, host = $2, process = $3, heartbeat_at = clock_timestamp(), released_at = NULL
WHERE name = 'run'
RETURNING fencing;
