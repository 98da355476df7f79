-- The application's tables, one row a column: what init recognises a ledger by.
-- Left out: the server's own schemas, Tieout's, those of a platform, of which auth.users alone is of interest, what
-- belongs to an extension, and partitions, whose parent stands for them.
WITH application_table AS (
    SELECT relation.oid, namespace.nspname AS schema, relation.relname AS name, relation.reltuples
    FROM pg_class AS relation
    JOIN pg_namespace AS namespace ON namespace.oid = relation.relnamespace
    WHERE relation.relkind IN ('r', 'p')
      AND NOT relation.relispartition
      AND (namespace.nspname <> ALL ($1) OR (namespace.nspname = 'auth' AND relation.relname = 'users'))
      AND namespace.nspname NOT LIKE 'pg\_%'
      AND NOT EXISTS (
          SELECT FROM pg_depend
          WHERE pg_depend.classid = 'pg_class'::regclass AND pg_depend.objid = relation.oid
            AND pg_depend.deptype = 'e'
      )
)
SELECT
    application_table.schema,
    application_table.name AS table_name,
    attribute.attname AS column_name,
    coalesce(base.typname, type.typname) AS type,
    type.typcategory::text AS category,
    attribute.attnotnull AND NOT attribute.atthasdef AND attribute.attidentity = '' AS is_required,
    EXISTS (
        SELECT FROM pg_index
        WHERE indrelid = attribute.attrelid AND indisprimary AND indnkeyatts = 1 AND indkey[0] = attribute.attnum
    ) AS is_primary_key,
    EXISTS (
        SELECT FROM pg_index
        WHERE indrelid = attribute.attrelid AND indisunique AND indisvalid AND indpred IS NULL AND indnkeyatts = 1
          AND indkey[0] = attribute.attnum
    ) AS is_unique,
    -- The words that the column may hold, by its type or by a check of it alone, one a line.
    coalesce(
        (SELECT string_agg(enumlabel, E'\n' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = attribute.atttypid),
        (
            SELECT string_agg(word.text[1], E'\n' ORDER BY word.place)
            FROM pg_constraint AS checked
            CROSS JOIN regexp_matches(pg_get_constraintdef(checked.oid), '''([^'']+)''', 'g')
                WITH ORDINALITY AS word (text, place)
            WHERE checked.conrelid = attribute.attrelid AND checked.contype = 'c'
              AND checked.conkey = ARRAY[attribute.attnum]
        ),
        ''
    ) AS words,
    target_namespace.nspname AS target_schema,
    target.relname AS target_table,
    target_column.attname AS target_column
FROM application_table
JOIN pg_attribute AS attribute
    ON attribute.attrelid = application_table.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
JOIN pg_type AS type ON type.oid = attribute.atttypid
LEFT JOIN pg_type AS base ON base.oid = type.typbasetype
LEFT JOIN pg_constraint AS reference
    ON reference.conrelid = attribute.attrelid AND reference.contype = 'f' AND reference.conkey = ARRAY[attribute.attnum]
LEFT JOIN pg_class AS target ON target.oid = reference.confrelid
LEFT JOIN pg_namespace AS target_namespace ON target_namespace.oid = target.relnamespace
LEFT JOIN pg_attribute AS target_column
    ON target_column.attrelid = reference.confrelid AND target_column.attnum = reference.confkey[1]
ORDER BY application_table.schema, application_table.name, attribute.attnum, reference.conname;
