-- How many rows of each table this session has written and deleted up to here, counted by the server itself.
-- $1 and $2 schemas and names of the tables. A partitioned table's rows are in its parts; a view has none of its own.
SELECT
    coalesce(sum(
        pg_stat_get_xact_tuples_inserted(coalesce(part.relid, relation.oid))
        + pg_stat_get_xact_tuples_updated(coalesce(part.relid, relation.oid))
    ), 0)::bigint AS written,
    coalesce(sum(pg_stat_get_xact_tuples_deleted(coalesce(part.relid, relation.oid))), 0)::bigint AS deleted
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS watched (schema_name, table_name, place)
LEFT JOIN pg_namespace AS namespace ON namespace.nspname = watched.schema_name
LEFT JOIN pg_class AS relation
    ON relation.relnamespace = namespace.oid AND relation.relname = watched.table_name
LEFT JOIN pg_partition_tree(relation.oid) AS part ON part.isleaf
GROUP BY watched.place
ORDER BY watched.place;
