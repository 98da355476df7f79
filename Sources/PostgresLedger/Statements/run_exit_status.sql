UPDATE tieout.run SET exit_status = $2 WHERE run_id = $1;
