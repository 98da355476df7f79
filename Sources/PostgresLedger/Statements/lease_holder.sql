SELECT fencing, run_id, host, process, false AS is_free FROM tieout.lease WHERE name = 'run';
