-- Tieout's own schema, and the list of what was done to it. Two migrations at once wait for each other.
SELECT pg_advisory_xact_lock(7210, 1);
CREATE SCHEMA IF NOT EXISTS tieout;
REVOKE ALL ON SCHEMA tieout FROM PUBLIC;
CREATE TABLE IF NOT EXISTS tieout.migration (
    version bigint CONSTRAINT migration_is_applied_once PRIMARY KEY,
    name text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
