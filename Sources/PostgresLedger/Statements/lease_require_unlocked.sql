-- The same of one moment, for a transaction that may not lock what was changed since it began.
SELECT fencing FROM tieout.lease WHERE name = 'run' AND fencing = $1 AND released_at IS NULL;
