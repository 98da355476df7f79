-- The question which rows of a table this transaction wrote, as the server writes it: names are quoted here.
-- $1 and $2 the table, $3 its column of the buyer, $4 of the credits.
-- A row says in xmin which transaction wrote it; a part of this one (an exception block) has a number of its own. A row
-- that is seen and whose writer is still at work is this transaction's: from the snapshot's end on no other can be seen,
-- and before it the server knows. An old row's number, taken for a new one after the numbers have come round, would have
-- to lie within a million of it.
-- Asked seldom, since it reads the whole table. Not asked of a view, which has no xmin, nor of a sharded table, whose rows
-- are elsewhere.
SELECT
    format(
        'SELECT count(*) FILTER (WHERE buyer IS DISTINCT FROM $1) AS others, '
        'count(*) FILTER (WHERE buyer = $1 AND credits = $2::numeric) AS exact, count(*) AS written FROM ('
        'SELECT held.%1$I::text AS buyer, held.%2$I::numeric AS credits, now.snapshot_end, '
        'now.number + ((held.xmin::text::bigint - now.number) %% 4294967296 + 4294967296) %% 4294967296 AS writer '
        'FROM %3$I.%4$I AS held CROSS JOIN (SELECT pg_catalog.pg_current_xact_id()::text::bigint AS number, '
        'pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::bigint AS snapshot_end) AS now'
        ') AS seen WHERE CASE WHEN writer >= snapshot_end THEN writer < snapshot_end + 1000000 '
        'ELSE pg_catalog.pg_xact_status(writer::text::xid8) = ''in progress'' END',
        $3, $4, $1, $2
    ) AS question
FROM pg_class AS relation
JOIN pg_namespace AS namespace ON namespace.oid = relation.relnamespace
LEFT JOIN pg_extension AS sharding ON sharding.extname = 'citus'
WHERE namespace.nspname = $1
  AND relation.relname = $2
  AND relation.relkind IN ('r', 'p')
  AND sharding.oid IS NULL;
