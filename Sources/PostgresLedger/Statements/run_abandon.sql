-- Runs that never said how they ended were killed; we hold the lock, so none of them is still at work. $1 our own run, $2 now.
UPDATE tieout.run SET status = 'stopped', finished_at = $2 WHERE status = 'running' AND run_id <> $1;
