-- A row for each notice in the application's own table of alerts. $1 rows as JSON.
INSERT INTO tieout.posting_alert (
    alert_type,  -- column alert_type
    provider,  -- column provider
    severity,  -- column severity
    metadata,  -- column metadata
    created_at,  -- column created_at
    message
)
SELECT
    alert_type,  -- column alert_type
    provider,  -- column provider
    severity,  -- column severity
    metadata,  -- column metadata
    created_at,  -- column created_at
    message
FROM jsonb_populate_recordset(NULL::tieout.posting_alert, $1);
