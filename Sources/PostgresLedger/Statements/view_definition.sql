-- The definition of each view over the ledger, made from the mapping and from what the database really has.
-- $1 one element per view column: view, use (rules or posting), position, name, type, the application's source_schema,
-- source_table and source_column, its words for Tieout's, its units per credit, the unit of its amounts, and the value of
-- a column that is not mapped.
-- Names and words are quoted here by the server. A column that is not there is NULL; a table that is not there gives no
-- rows.
WITH mapped AS (
    SELECT *
    FROM jsonb_to_recordset($1) AS mapped (
        view text, use text, position bigint, name text, type text, source_schema text, source_table text,
        source_column text, words jsonb, units bigint, amounts text, fallback text
    )
),
located AS (
    SELECT
        mapped.*,
        relation.oid IS NOT NULL AS has_table,
        -- A view has no xmin; a sharded table's rows are written elsewhere.
        relation.relkind IN ('r', 'p') AND sharding.oid IS NULL AS tells_writers,
        attribute.attname IS NOT NULL AS has_column,
        -- The table's column that says in which currency its amounts are, whichever view shows it.
        max(attribute.attname::text) FILTER (WHERE mapped.name = 'currency')
            OVER (PARTITION BY mapped.source_schema, mapped.source_table) AS currency_column,
        attribute.atttypid = 'timestamp without time zone'::regtype AS lacks_zone,
        type.typcategory = 'S' AS is_text,
        attribute.atttypid = 'json'::regtype AS is_json,
        attribute.atttypid = 'jsonb'::regtype AS is_jsonb
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
    LEFT JOIN pg_type AS type ON type.oid = attribute.atttypid
    LEFT JOIN pg_extension AS sharding ON sharding.extname = 'citus'
),
-- What each of the application's words means.
spoken AS (
    SELECT
        located.view, located.name,
        string_agg(
            format('WHEN %L THEN %L', own.word, meaning.word), ' ' ORDER BY meaning.word, own.place
        ) AS branches
    FROM located
    CROSS JOIN jsonb_each(located.words) AS meaning (word, own)
    CROSS JOIN jsonb_array_elements_text(meaning.own) WITH ORDINALITY AS own (word, place)
    WHERE located.use = 'rules'
    GROUP BY located.view, located.name
),
expressed AS (
    SELECT
        located.view, located.use, located.source_schema, located.source_table, located.has_table, located.position,
        CASE
            WHEN type = 'writer' AND tells_writers THEN 'xmin::text::bigint'
            WHEN has_column AND type = 'jsonb' AND is_json THEN format('%I::jsonb', source_column)
            -- A text may carry an id anywhere: its words, as JSON.
            WHEN has_column AND type = 'jsonb' AND NOT is_jsonb
                THEN format('to_jsonb(regexp_split_to_array(%I::text, ''[^A-Za-z0-9_]+''))', source_column)
            -- Only read, and compared with texts.
            WHEN has_column AND use = 'posting' AND type = 'reference' AND NOT is_text
                THEN format('%I::text', source_column)
            -- Posting writes through the plain column, so that the application's indexes and constraints serve.
            WHEN has_column AND use = 'posting' THEN format('%I', source_column)
            WHEN NOT has_column AND has_table AND source_column IS NULL AND fallback IS NOT NULL
                THEN format('%L::text', fallback)
            WHEN NOT has_column THEN format('NULL::%s', CASE type
                WHEN 'code' THEN 'text' WHEN 'email' THEN 'text' WHEN 'reference' THEN 'text'
                WHEN 'credits' THEN 'bigint' WHEN 'writer' THEN 'bigint' WHEN 'amount' THEN 'numeric' ELSE type END)
            WHEN branches IS NOT NULL THEN format('CASE %1$I::text %2$s ELSE %1$I::text END', source_column, branches)
            WHEN type IN ('code', 'email') THEN format('lower(%I::text)', source_column)
            WHEN type = 'reference' THEN format('%I::text', source_column)
            WHEN type = 'timestamptz' AND lacks_zone THEN format('%I AT TIME ZONE ''UTC''', source_column)
            WHEN type = 'credits' AND units > 1 THEN format('round(%I::numeric / %s)::bigint', source_column, units)
            WHEN type = 'credits' THEN format('%I::bigint', source_column)
            WHEN type = 'amount' AND amounts = 'minor' AND currency_column IS NOT NULL THEN format(
                '%1$I::numeric / coalesce((SELECT minor_per_major FROM tieout.currency_exponent '
                'WHERE currency_exponent.currency = lower(%2$I.%3$I::text)), 100)',
                source_column, source_table, currency_column
            )
            WHEN type = 'amount' AND amounts = 'minor' THEN format('%I::numeric / 100', source_column)
            WHEN type = 'amount' THEN format('%I::numeric', source_column)
            ELSE format('%I::%s', source_column, type)
        END || format(' AS %I', located.name) AS expression
    FROM located
    LEFT JOIN spoken ON spoken.view = located.view AND spoken.name = located.name AND located.use = 'rules'
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
    UNION ALL
    -- Which evidence exists: rules and posting ask it.
    SELECT
        'ledger_mapped',
        'rules',
        format(
            'SELECT view_name, column_name, may_carry_stripe_id '
            'FROM (VALUES (NULL::text, NULL::text, NULL::boolean)%s) '
            'AS mapped (view_name, column_name, may_carry_stripe_id) WHERE view_name IS NOT NULL',
            string_agg(
                format(
                    ', (%L, %L, %L)', view, name,
                    name ~ '^(reference_id|metadata|stripe_.*_id)$' AND (is_text OR is_json OR is_jsonb)
                ),
                '' ORDER BY view, position
            ) FILTER (WHERE has_column)
        )
    FROM located
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
