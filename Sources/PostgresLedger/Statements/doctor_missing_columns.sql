-- What is mapped and not there: whole tables with an empty column, else the columns that are missing.
-- $1 to $3 schema, table and column of each mapped column.
SELECT DISTINCT
    needed.schema_name || '.' || needed.table_name AS table_name,
    CASE WHEN relation.oid IS NULL THEN '' ELSE needed.column_name END AS column_name
FROM unnest($1::text[], $2::text[], $3::text[]) AS needed (schema_name, table_name, column_name)
LEFT JOIN pg_namespace AS namespace ON namespace.nspname = needed.schema_name
LEFT JOIN pg_class AS relation
    ON relation.relnamespace = namespace.oid
    AND relation.relname = needed.table_name
    AND relation.relkind IN ('r', 'p', 'v', 'm', 'f')
LEFT JOIN pg_attribute AS attribute
    ON attribute.attrelid = relation.oid
    AND attribute.attname = needed.column_name
    AND attribute.attnum > 0
    AND NOT attribute.attisdropped
WHERE attribute.attname IS NULL
ORDER BY 1, 2;
