-- What a decision on a run's plan is checked against; no row: no such run on this ledger. $1 run, $2 for how many seconds a
-- plan may be decided, from its run's beginning on.
SELECT plan_hash, started_by, started_at, started_at + $2::bigint * interval '1 second' < now() AS is_old
FROM tieout.run
WHERE run_id = $1;
