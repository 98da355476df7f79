-- One matter may stand under two names: of an environment, and of none where a run had no key that says it. Each ends under its
-- own.
ALTER TABLE tieout.alert
    DROP CONSTRAINT alert_is_there_once,
    ADD CONSTRAINT alert_is_there_once PRIMARY KEY (code, environment);
