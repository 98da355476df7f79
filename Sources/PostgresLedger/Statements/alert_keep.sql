-- Puts what stands now in the place of what stood before. $1 elements: code, alert, since, told_at, environment.
WITH standing AS (
    SELECT * FROM jsonb_to_recordset($1)
        AS standing (code text, alert jsonb, since timestamptz, told_at timestamptz, environment text)
),
over AS (
    DELETE FROM tieout.alert WHERE code <> ALL (ARRAY(SELECT code FROM standing))
)
INSERT INTO tieout.alert (code, alert, since, told_at, environment)
SELECT code, alert, since, told_at, environment FROM standing
ON CONFLICT (code) DO UPDATE
SET alert = excluded.alert, since = excluded.since, told_at = excluded.told_at, environment = excluded.environment;
