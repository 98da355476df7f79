UPDATE tieout.run SET status = $2, exit_status = $3, finished_at = $4, summary = $5, plan_hash = $6 WHERE run_id = $1;
