-- How many paid credit purchases each UTC day had, and how many of them the ledger showed no grant for: what the circuit
-- breaker knows of days outside a run's period.
CREATE TABLE tieout.purchase_day (
    day timestamptz CONSTRAINT purchase_day_is_counted_once PRIMARY KEY,
    paid bigint NOT NULL,
    ungranted bigint NOT NULL,
    run_id text NOT NULL
);
