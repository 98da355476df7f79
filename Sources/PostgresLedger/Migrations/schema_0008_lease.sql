-- One run at a time on a ledger, across hosts and through poolers, where a session's advisory lock excludes nobody. The
-- fencing number grows with each holder; every transaction that writes looks whether its own is still the newest, so a
-- run that was suspended and taken for dead writes nothing more when it wakes up.
CREATE TABLE tieout.lease (
    name text CONSTRAINT lease_is_there_once PRIMARY KEY,
    fencing bigint NOT NULL,
    run_id text,
    host text,
    process text,
    heartbeat_at timestamptz,
    released_at timestamptz
);
INSERT INTO tieout.lease (name, fencing, released_at) VALUES ('run', 0, now());
