UPDATE tieout.lease SET released_at = clock_timestamp() WHERE name = 'run' AND fencing = $1 AND released_at IS NULL;
