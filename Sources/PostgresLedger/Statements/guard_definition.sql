-- The guard: a unique index on the journal's reference for rows that grant a purchase, so that whoever grants a reference
-- a second time fails and rolls back. Names and words are quoted here by the server.
-- $1 schema and $2 table of the journal, its columns $3 reference, $4 type, $5 credits, $6 time (each may be NULL but the
-- reference), $7 the application's words for a purchase, $8 whether rows before today are left out, because they hold
-- duplicates: what is written from today on is guarded all the same.
WITH journal AS (
    SELECT relation.oid, namespace.nspname, relation.relname
    FROM pg_class AS relation
    JOIN pg_namespace AS namespace ON namespace.oid = relation.relnamespace
    WHERE namespace.nspname = $1 AND relation.relname = $2 AND relation.relkind IN ('r', 'p')
),
present AS (
    SELECT attribute.attname, attribute.atttypid
    FROM journal
    JOIN pg_attribute AS attribute ON attribute.attrelid = journal.oid
    WHERE attribute.attnum > 0 AND NOT attribute.attisdropped
),
-- The start of today, or this moment where today has duplicates already.
beginning AS (
    SELECT CASE WHEN count(*) > 0 THEN now() ELSE date_trunc('day', now(), 'UTC') END AS begins_at
    FROM (
        SELECT reference_id
        FROM tieout.ledger_movement
        WHERE credits > 0 AND reference_id IS NOT NULL AND created_at >= date_trunc('day', now(), 'UTC')
        GROUP BY reference_id
        HAVING count(*) > 1
    ) AS granted_twice
),
conditions AS (
    -- References of Stripe's alone: an application may write others many times.
    SELECT 0 AS position, format('%I ~ %L', attname, '^(cs|pi|ch|py|in|evt)_') AS condition
    FROM present
    WHERE attname = $3 AND atttypid IN ('text'::regtype, 'varchar'::regtype)
    UNION ALL
    SELECT 1, format('%I > 0', attname) FROM present WHERE attname = $5
    UNION ALL
    SELECT 2, format('%I IN (%s)', attname, (SELECT string_agg(quote_literal(word), ', ') FROM unnest($7::text[]) AS word))
    FROM present
    WHERE attname = $4
    UNION ALL
    SELECT 3, format(
        '%I >= %L::%s',
        attname,
        CASE WHEN atttypid = 'timestamp'::regtype
            THEN to_char(begins_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')
            ELSE to_char(begins_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' END,
        CASE WHEN atttypid = 'timestamp'::regtype THEN 'timestamp' ELSE 'timestamptz' END
    )
    FROM present
    CROSS JOIN beginning
    WHERE $8 AND attname = $6
)
SELECT
    format('%I', index_name) AS index_name,
    format(
        'CREATE UNIQUE INDEX CONCURRENTLY %I ON %I.%I (%I)%s',
        index_name, nspname, relname, reference.attname,
        coalesce((SELECT ' WHERE ' || string_agg(condition, ' AND ' ORDER BY position) FROM conditions), '')
    ) AS creation,
    format('DROP INDEX CONCURRENTLY IF EXISTS %I.%I', nspname, index_name) AS removal,
    (SELECT count(*) FROM conditions WHERE position = 3) > 0 AS begins_today
FROM (SELECT *, left(relname, 40) || '_tieout_guard' AS index_name FROM journal) AS journal
JOIN present AS reference ON reference.attname = $3;
