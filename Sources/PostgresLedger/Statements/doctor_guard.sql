-- The unique index that makes a second grant of one reference fail: on the journal's reference alone, whatever rows it
-- leaves out. $1 schema, $2 table, $3 column.
SELECT
    format('%I.%I', namespace.nspname, relation.relname) AS table_name,
    (
        SELECT indexrelid::regclass::text
        FROM pg_index
        WHERE indrelid = relation.oid AND indisunique AND indisvalid AND indnkeyatts = 1
          AND indkey[0] = attribute.attnum
        ORDER BY indpred IS NOT NULL
        LIMIT 1
    ) AS index_name
FROM pg_namespace AS namespace
JOIN pg_class AS relation ON relation.relnamespace = namespace.oid AND relation.relname = $2
JOIN pg_attribute AS attribute
    ON attribute.attrelid = relation.oid AND attribute.attname = $3 AND NOT attribute.attisdropped
WHERE namespace.nspname = $1;
