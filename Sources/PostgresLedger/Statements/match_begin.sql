-- Opens the scope of a run; $1 run, $2 since, $3 cut-off.
INSERT INTO tieout.scope (run_id, since, cut_off) VALUES ($1, $2, $3);
