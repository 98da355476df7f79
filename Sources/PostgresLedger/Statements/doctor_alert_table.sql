-- The application's table of alerts: whether it is there, which of its mapped columns are not, and whether rows may be added.
-- $1 schema, $2 table, $3 columns. Rows are added through a view, which has its owner's rights: where there is one, its owner
-- counts.
SELECT
    relation.oid IS NOT NULL AS is_there,
    (
        SELECT string_agg(needed.name, ', ' ORDER BY needed.name)
        FROM unnest($3::text[]) AS needed (name)
        WHERE NOT EXISTS (
            SELECT
            FROM pg_attribute AS attribute
            WHERE attribute.attrelid = relation.oid
              AND attribute.attname = needed.name
              AND attribute.attnum > 0
              AND NOT attribute.attisdropped
        )
    ) AS missing_columns,
    writer.name::text AS writer,
    coalesce(
        has_schema_privilege(writer.name, namespace.oid, 'USAGE')
            AND NOT EXISTS (
                SELECT
                FROM pg_attribute AS attribute
                WHERE attribute.attrelid = relation.oid
                  AND attribute.attname = ANY ($3::text[])
                  AND NOT has_column_privilege(writer.name, relation.oid, attribute.attnum, 'INSERT')
            ),
        false
    ) AS may_insert,
    format(
        'GRANT USAGE ON SCHEMA %1$I TO %3$I; GRANT INSERT ON %1$I.%2$I TO %3$I;', $1::text, $2::text, writer.name
    ) AS remedy
FROM (
    SELECT coalesce(
        (
            SELECT owner.rolname
            FROM pg_class AS view
            JOIN pg_roles AS owner ON owner.oid = view.relowner
            WHERE view.oid = to_regclass('tieout.posting_alert')
        ),
        current_user
    ) AS name
) AS writer
LEFT JOIN pg_namespace AS namespace ON namespace.nspname = $1
LEFT JOIN pg_class AS relation
    ON relation.relnamespace = namespace.oid AND relation.relname = $2 AND relation.relkind IN ('r', 'p', 'v', 'f');
