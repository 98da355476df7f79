-- The hash of the plan that a run published; no row: no such run on this ledger. $1 run.
SELECT plan_hash FROM tieout.run WHERE run_id = $1;
