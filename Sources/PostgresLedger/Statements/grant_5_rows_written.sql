-- Which rows this transaction wrote, of the balance table where $3 and of the journal else: others' than $1's, that one's of
-- exactly $2, all.
-- A row says in xmin, which the view shows as row_writer, which transaction wrote it; a part of this one (an exception block)
-- has a number of its own. A row that is seen and whose writer is still at work is this transaction's: from the snapshot's
-- end on no other can be seen, and before it the server knows. An old row's number, taken for a new one after the numbers
-- have come round, would have to lie within a million of it.
-- Asked seldom, since it reads the whole table. A view has no xmin, and a sharded table's rows are elsewhere: none is counted
-- there.
SELECT
    count(*) FILTER (WHERE buyer IS DISTINCT FROM $1) AS others,
    count(*) FILTER (WHERE buyer = $1 AND credits = $2::numeric) AS exact,
    count(*) AS written
FROM (
    SELECT
        held.buyer, held.credits, now.snapshot_end,
        now.number + ((held.row_writer - now.number) % 4294967296 + 4294967296) % 4294967296 AS writer
    FROM (
        SELECT user_id::text AS buyer, balance::numeric AS credits, row_writer FROM tieout.posting_balance WHERE $3
        UNION ALL
        SELECT user_id::text, credits::numeric, row_writer FROM tieout.posting_movement WHERE NOT $3
    ) AS held
    CROSS JOIN (
        SELECT
            pg_current_xact_id()::text::bigint AS number,
            pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS snapshot_end
    ) AS now
) AS seen
WHERE CASE
    WHEN writer >= snapshot_end THEN writer < snapshot_end + 1000000
    ELSE pg_xact_status(writer::text::xid8) = 'in progress'
END;
