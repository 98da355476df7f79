-- Puts what stands now in the place of what stood before. $1 elements: code, alert, since, told_at, environment.
WITH standing AS (
    SELECT * FROM jsonb_to_recordset($1)
        AS standing (code text, alert jsonb, since timestamptz, told_at timestamptz, environment text)
),
over AS (
    DELETE FROM tieout.alert
    WHERE NOT EXISTS (
        SELECT FROM standing WHERE standing.code = alert.code AND standing.environment = alert.environment
    )
)
INSERT INTO tieout.alert (code, alert, since, told_at, environment)
SELECT code, alert, since, told_at, environment FROM standing
ON CONFLICT (code, environment) DO UPDATE
SET alert = excluded.alert, since = excluded.since, told_at = excluded.told_at;
