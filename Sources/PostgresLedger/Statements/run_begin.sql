INSERT INTO tieout.run (
    run_id, command, status, since, cut_off, applied, started_at, tool_version, started_by, applied_plan, approved_by
)
VALUES ($1, $2, 'running', $3, $4, $5, $6, $7, $8, $9, $10);
