-- The records in the stage belong to run $1 from now on.
UPDATE tieout.scope SET run_id = $1;
