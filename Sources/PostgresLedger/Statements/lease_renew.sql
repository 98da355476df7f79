-- A sign of life of the holder with that fencing number. No row: another has taken the lease over.
UPDATE tieout.lease
SET heartbeat_at = clock_timestamp()
WHERE name = 'run' AND fencing = $1 AND released_at IS NULL;
