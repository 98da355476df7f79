-- Whether the lease is still ours, in a transaction that writes. The lock makes whoever takes it over wait for this
-- transaction; it does not stand in the way of the holder's own signs of life.
SELECT fencing FROM tieout.lease WHERE name = 'run' AND fencing = $1 AND released_at IS NULL FOR KEY SHARE;
