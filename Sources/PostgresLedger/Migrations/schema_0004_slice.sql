-- How far each part of each list has been read, kept with the records in the stage and unlogged like them: a server that
-- crashed has lost both, never one of the two.
CREATE UNLOGGED TABLE tieout.slice (
    number bigint PRIMARY KEY,
    record_kind text NOT NULL,
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    cursor_id text,
    cursor_created timestamptz,
    is_complete boolean NOT NULL
);
