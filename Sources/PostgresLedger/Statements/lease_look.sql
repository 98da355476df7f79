-- Who holds the lease, and whether it may be taken: it was given back, or its holder gave no sign of life for $1
-- milliseconds. Locked, so that of two that find it free one goes on; a holder that is posting keeps its own lock on it,
-- and then nobody waits.
SELECT
    fencing, run_id, host, process,
    released_at IS NOT NULL OR heartbeat_at < clock_timestamp() - $1::bigint * interval '1 millisecond' AS is_free
FROM tieout.lease
WHERE name = 'run'
FOR UPDATE NOWAIT;
