-- What every session of Tieout is, whatever role, database or pooler say.
-- No schema of the search path can be written to by others: a function in public cannot take the place of ours.
SET search_path = pg_catalog, pg_temp;
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
SET IntervalStyle = 'iso_8601';
SET standard_conforming_strings = on;
SET bytea_output = 'hex';
SET client_min_messages = notice;
-- Each statement runs once or twice a night: compiling it takes longer than it saves, seconds for a handful of records.
SET jit = off;
-- Joins and sums over a night's records are made in memory as far as that goes; the server's default is for many sessions.
SET work_mem = '64MB';
