-- How many rows of two tables this session has written and deleted up to here, counted by the server itself.
-- $1 and $2 the tables; NULL for none. A partitioned table's rows are in its parts; a view has none of its own.
SELECT
    coalesce(sum(
        pg_stat_get_xact_tuples_inserted(coalesce(part.relid, watched.relid))
        + pg_stat_get_xact_tuples_updated(coalesce(part.relid, watched.relid))
    ), 0)::bigint AS written,
    coalesce(sum(pg_stat_get_xact_tuples_deleted(coalesce(part.relid, watched.relid))), 0)::bigint AS deleted
FROM (SELECT 1 AS place, $1::oid AS relid UNION ALL SELECT 2, $2::oid) AS watched
LEFT JOIN pg_partition_tree(watched.relid) AS part ON part.isleaf
GROUP BY watched.place
ORDER BY watched.place;
