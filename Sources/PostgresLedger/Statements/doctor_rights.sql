-- Rights on the mapped tables that are missing, and the GRANT that gives each.
-- $1 view, $2 schema, $3 table, $4 column, one array element each; $5 view and $6 right: what each view needs.
-- Tieout reads and writes through views, which have their owner's rights: where there is a view, its owner counts.
WITH mapped AS (
    SELECT * FROM unnest($1, $2, $3, $4) AS mapped (view, source_schema, source_table, source_column)
),
located AS (
    SELECT
        mapped.view,
        mapped.source_column,
        namespace.nspname AS schema_name,
        relation.oid AS relation,
        format('%I.%I', namespace.nspname, relation.relname) AS table_name,
        coalesce(owner.rolname, current_user) AS reader
    FROM mapped
    JOIN pg_namespace AS namespace ON namespace.nspname = mapped.source_schema
    JOIN pg_class AS relation ON relation.relnamespace = namespace.oid AND relation.relname = mapped.source_table
    JOIN pg_attribute AS attribute
        ON attribute.attrelid = relation.oid AND attribute.attname = mapped.source_column
        AND attribute.attnum > 0 AND NOT attribute.attisdropped
    LEFT JOIN pg_class AS view ON view.oid = to_regclass(format('tieout.%I', mapped.view))
    LEFT JOIN pg_roles AS owner ON owner.oid = view.relowner
)
SELECT DISTINCT
    reader::text AS reader,
    'schema ' || quote_ident(schema_name) AS object,
    format('GRANT USAGE ON SCHEMA %I TO %I;', schema_name, reader) AS remedy
FROM located
WHERE NOT has_schema_privilege(reader, schema_name, 'USAGE')
UNION ALL
SELECT
    reader::text,
    table_name,
    format('GRANT %s ON %s TO %I;', string_agg(DISTINCT needed.privilege, ', '), table_name, reader)
FROM located
JOIN unnest($5, $6) AS needed (for_view, privilege) ON needed.for_view = located.view
WHERE NOT has_table_privilege(reader, relation, needed.privilege)
  AND NOT has_column_privilege(reader, relation, source_column, needed.privilege)
GROUP BY reader, table_name
ORDER BY 2;
