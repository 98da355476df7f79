-- Keeps the result $2 of run $1, and forgets that of the run before.
UPDATE tieout.run SET kept_result = CASE WHEN run_id = $1 THEN $2 END WHERE run_id = $1 OR kept_result IS NOT NULL;
