-- What a decision on a run's plan is checked against; no row: no such run on this ledger. $1 run.
SELECT plan_hash, started_by FROM tieout.run WHERE run_id = $1;
