-- The unique indexes that could make a second grant of one reference fail: those on the journal's reference alone, those
-- without a condition first; one row without an index where there is none. $1 schema, $2 table, $3 column.
-- An index guards the rows that its condition holds for and no others. `question` asks the server whether it holds for
-- each of a set of rows, given as $1 in JSON; a column that is not given is NULL, so that a condition on it does not hold.
SELECT
    format('%I.%I', namespace.nspname, relation.relname) AS table_name,
    guarding.oid::regclass::text AS index_name,
    guarding.relname::text AS relation_name,
    pg_get_expr(index.indpred, index.indrelid) AS condition,
    format(
        'SELECT coalesce(bool_and(coalesce((%s), false)), true) AS holds FROM jsonb_populate_recordset(NULL::%I.%I, $1)',
        coalesce(pg_get_expr(index.indpred, index.indrelid), 'true'), namespace.nspname, relation.relname
    ) AS question
FROM pg_namespace AS namespace
JOIN pg_class AS relation ON relation.relnamespace = namespace.oid AND relation.relname = $2
JOIN pg_attribute AS attribute
    ON attribute.attrelid = relation.oid AND attribute.attname = $3 AND NOT attribute.attisdropped
LEFT JOIN pg_index AS index
    ON index.indrelid = relation.oid
    AND index.indisunique
    AND index.indisvalid
    AND index.indnkeyatts = 1
    AND index.indkey[0] = attribute.attnum
LEFT JOIN pg_class AS guarding ON guarding.oid = index.indexrelid
WHERE namespace.nspname = $1
ORDER BY index.indpred IS NOT NULL, guarding.relname;
