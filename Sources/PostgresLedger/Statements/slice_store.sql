-- $1 slices as JSON.
INSERT INTO tieout.slice (number, record_kind, since, until, cursor_id, cursor_created, is_complete)
SELECT slice.number, slice.record_kind, slice.since, slice.until, slice.cursor_id, slice.cursor_created, slice.is_complete
FROM jsonb_to_recordset($1) AS slice (
    number bigint, record_kind text, since timestamptz, until timestamptz, cursor_id text, cursor_created timestamptz,
    is_complete boolean
)
ON CONFLICT (number) DO UPDATE SET
    since = excluded.since,
    until = excluded.until,
    cursor_id = excluded.cursor_id,
    cursor_created = excluded.cursor_created,
    is_complete = excluded.is_complete;
