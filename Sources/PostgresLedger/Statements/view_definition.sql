-- The definition of each view over the ledger, made from the mapping and from what the database really has.
-- One element of the arrays per view column: $1 view, $2 whether posting writes through it, $3 the column's name,
-- $4 its type in the view, $5 and $6 schema and name of the application's table, $7 its column.
-- Names are quoted here by the server. A column that is not there is NULL; a table that is not there gives no rows.
WITH mapped AS (
    SELECT *
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
        WITH ORDINALITY AS mapped (view, use, name, type, source_schema, source_table, source_column, position)
),
located AS (
    SELECT
        mapped.*,
        relation.oid IS NOT NULL AS has_table,
        attribute.attname IS NOT NULL AS has_column,
        attribute.atttypid = 'timestamp without time zone'::regtype AS lacks_zone
    FROM mapped
    LEFT JOIN pg_namespace AS namespace ON namespace.nspname = mapped.source_schema
    LEFT JOIN pg_class AS relation
        ON relation.relnamespace = namespace.oid
        AND relation.relname = mapped.source_table
        AND relation.relkind IN ('r', 'p', 'v', 'm', 'f')
    LEFT JOIN pg_attribute AS attribute
        ON attribute.attrelid = relation.oid
        AND attribute.attname = mapped.source_column
        AND attribute.attnum > 0
        AND NOT attribute.attisdropped
),
expressed AS (
    SELECT
        view, use, source_schema, source_table, has_table, position,
        CASE
            -- Posting writes through the plain column, so that the application's indexes and constraints serve.
            WHEN has_column AND use = 'posting' THEN format('%I', source_column)
            WHEN NOT has_column THEN format('NULL::%s', CASE type WHEN 'code' THEN 'text' ELSE type END)
            WHEN type = 'code' THEN format('lower(%I::text)', source_column)
            WHEN type = 'timestamptz' AND lacks_zone THEN format('%I AT TIME ZONE ''UTC''', source_column)
            ELSE format('%I::%s', source_column, type)
        END || format(' AS %I', name) AS expression
    FROM located
),
selected AS (
    SELECT
        view,
        use,
        format(
            'SELECT %s%s',
            string_agg(expression, ', ' ORDER BY position),
            CASE
                WHEN bool_and(has_table) THEN format(' FROM %I.%I', min(source_schema), min(source_table))
                ELSE ' WHERE false'
            END
        ) AS query
    FROM expressed
    GROUP BY view, use
)
SELECT
    selected.view,
    -- The columns of a posting view have the application's types, which CREATE OR REPLACE could not change.
    CASE use WHEN 'posting' THEN format('DROP VIEW IF EXISTS tieout.%I; ', selected.view) ELSE '' END
    || format('CREATE OR REPLACE VIEW tieout.%I AS %s; ', selected.view, query)
    || format('COMMENT ON VIEW tieout.%I IS %L;', selected.view, query) AS definition,
    -- The comment keeps what the view was made from, since the server tells a view's text only in its own words.
    obj_description(to_regclass(format('tieout.%I', selected.view)), 'pg_class') IS NOT DISTINCT FROM query AS is_current
FROM selected
ORDER BY selected.view;
