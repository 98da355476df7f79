-- Mapped tables whose row-level security holds for whoever reads them: the owner of Tieout's view, else our role.
-- $1 view, $2 schema, $3 table. How many rows are seen, and how many there should be by the server's own count.
WITH mapped AS (
    SELECT
        mapped.view,
        relation.oid AS relation,
        relation.relforcerowsecurity AS is_forced,
        relation.relowner AS table_owner,
        relation.reltuples,
        view.oid AS view_relation,
        reader.oid AS reader,
        reader.rolname AS reader_name,
        reader.rolsuper OR reader.rolbypassrls AS sees_all_rows
    FROM unnest($1, $2, $3) AS mapped (view, source_schema, source_table)
    JOIN pg_namespace AS namespace ON namespace.nspname = mapped.source_schema
    JOIN pg_class AS relation ON relation.relnamespace = namespace.oid AND relation.relname = mapped.source_table
    LEFT JOIN pg_class AS view ON view.oid = to_regclass(format('tieout.%I', mapped.view))
    JOIN pg_roles AS reader ON reader.oid = coalesce(view.relowner, current_user::regrole)
    WHERE relation.relrowsecurity
),
held AS (
    SELECT *
    FROM mapped
    WHERE NOT sees_all_rows
      AND (is_forced OR NOT pg_has_role(reader, table_owner, 'USAGE'))
      AND has_table_privilege(reader, relation, 'SELECT')
)
SELECT
    held.view,
    held.relation::regclass::text AS table_name,
    held.reader_name::text AS reader,
    EXISTS (
        SELECT FROM pg_policy
        WHERE polrelid = held.relation AND polcmd IN ('r', '*') AND polpermissive
          AND pg_get_expr(polqual, polrelid) = 'true'
          AND EXISTS (
              SELECT FROM unnest(polroles) AS of_role
              WHERE CASE WHEN of_role = 0 THEN true ELSE pg_has_role(held.reader, of_role, 'USAGE') END
          )
    ) AND NOT EXISTS (
        SELECT FROM pg_policy WHERE polrelid = held.relation AND NOT polpermissive AND polcmd IN ('r', '*')
    ) AS is_let_through,
    (xpath(
        '/row/n/text()',
        query_to_xml(
            format('SELECT count(*) AS n FROM %s', coalesce(held.view_relation, held.relation)::regclass),
            false, true, ''
        )
    ))[1]::text::bigint AS rows_seen,
    greatest(held.reltuples::bigint, pg_stat_get_live_tuples(held.relation), 0) AS rows_expected
FROM held
ORDER BY held.relation::regclass::text;
