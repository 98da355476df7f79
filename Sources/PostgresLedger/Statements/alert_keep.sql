-- Puts what stands now in the place of what stood before. $1 elements: code, alert, since, told_at, environment.
WITH standing AS (
    SELECT * FROM jsonb_to_recordset($1)
        AS standing (code text, alert jsonb, since timestamptz, told_at timestamptz, environment text)
),
over AS (
    DELETE FROM tieout.alert
    USING tieout.alert AS kept
    LEFT JOIN standing ON standing.code = kept.code AND standing.environment = kept.environment
    WHERE alert.code = kept.code AND alert.environment = kept.environment AND standing.code IS NULL
)
INSERT INTO tieout.alert (code, alert, since, told_at, environment)
SELECT code, alert, since, told_at, environment FROM standing
ON CONFLICT (code, environment) DO UPDATE
SET alert = excluded.alert, since = excluded.since, told_at = excluded.told_at;
