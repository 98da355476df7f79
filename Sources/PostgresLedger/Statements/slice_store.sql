-- Slices, a value of each in every array: $1 numbers, $2 kinds, $3 and $4 the spans in seconds since the epoch, $5 and $6 the
-- cursors and their seconds, $7 whether they are complete, 1 or 0.
INSERT INTO tieout.slice (number, record_kind, since, until, cursor_id, cursor_created, is_complete)
SELECT
    slice.number, slice.record_kind, to_timestamp(slice.since), to_timestamp(slice.until), slice.cursor_id,
    to_timestamp(slice.cursor_created), slice.is_complete = 1
FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[], $7::bigint[])
    AS slice (number, record_kind, since, until, cursor_id, cursor_created, is_complete)
ON CONFLICT (number) DO UPDATE SET
    since = excluded.since,
    until = excluded.until,
    cursor_id = excluded.cursor_id,
    cursor_created = excluded.cursor_created,
    is_complete = excluded.is_complete;
