-- Of which environment an alert was told: it ends under the name under which it began.
ALTER TABLE tieout.alert ADD environment text NOT NULL DEFAULT 'unknown';

-- How many charges each UTC day had, and how many of them were declined: what is usual, for whoever looks for a spike.
CREATE TABLE tieout.charge_day (
    day timestamptz CONSTRAINT charge_day_is_counted_once PRIMARY KEY,
    attempts bigint NOT NULL,
    declined bigint NOT NULL,
    run_id text NOT NULL
);
