-- What was told and is not over, one alert for each code, so that a night that finds the same says nothing again.
CREATE TABLE tieout.alert (
    code text CONSTRAINT alert_is_there_once PRIMARY KEY,
    alert jsonb NOT NULL,
    since timestamptz NOT NULL,
    told_at timestamptz NOT NULL
);
