-- The functions of the mapped name, what keeps each from being called as the mapping says, and the call as the server
-- writes it: names are quoted here, values stay parameters.
-- A type is written without a length (-1): character alone would mean one character.
-- $1 schema, $2 name, $3 the mapped arguments' names; the n-th one's value is parameter n of the call, as text.
WITH mapped AS (
    SELECT argument, position::int FROM unnest($3::text[]) WITH ORDINALITY AS mapped (argument, position)
),
candidate AS (
    SELECT
        procedure.*,
        procedure.oid::regprocedure::text AS signature,
        procedure.pronargs - procedure.pronargdefaults AS required
    FROM pg_proc AS procedure
    JOIN pg_namespace AS namespace ON namespace.oid = procedure.pronamespace
    WHERE namespace.nspname = $1 AND procedure.proname = $2
),
-- What can be passed. One without a name is called by its place: $1, $2.
argument AS (
    SELECT
        candidate.oid, input.place::int AS place, input.type_id, input.place <= candidate.required AS is_required,
        coalesce(nullif(declared.name, ''), '$' || input.place) AS name,
        coalesce(declared.name, '') = '' AS is_unnamed,
        candidate.provariadic <> 0 AND input.place = candidate.pronargs AS is_variadic
    FROM candidate
    CROSS JOIN unnest(candidate.proargtypes::oid[]) WITH ORDINALITY AS input (type_id, place)
    LEFT JOIN (
        -- proargnames counts output arguments as well, proargtypes does not.
        SELECT
            every.oid, every.name,
            row_number() OVER (PARTITION BY every.oid ORDER BY every.place) AS place
        FROM (
            SELECT
                candidate.oid, named.name, named.place,
                coalesce(candidate.proargmodes[named.place], 'i') AS mode
            FROM candidate
            CROSS JOIN unnest(candidate.proargnames) WITH ORDINALITY AS named (name, place)
        ) AS every
        WHERE every.mode IN ('i', 'b', 'v')
    ) AS declared ON declared.oid = candidate.oid AND declared.place = input.place
),
passed AS (
    SELECT argument.*, mapped.position, type.typtype AS type_kind
    FROM argument
    JOIN mapped ON mapped.argument = argument.name
    JOIN pg_type AS type ON type.oid = argument.type_id
),
-- Whatever comes before an argument that is passed by its place has to be passed by its place as well.
placed AS (
    SELECT oid, coalesce(max(place) FILTER (WHERE is_unnamed), 0) AS last_place FROM passed GROUP BY oid
),
call AS (
    SELECT
        passed.oid,
        string_agg(
            CASE WHEN passed.place > placed.last_place THEN format('%I => ', passed.name) ELSE '' END
            || format('$%s::text::%s', passed.position, format_type(passed.type_id, -1)),
            ', ' ORDER BY passed.place
        ) AS arguments
    FROM passed
    JOIN placed ON placed.oid = passed.oid
    GROUP BY passed.oid
),
problem AS (
    SELECT oid, 1 AS rank, 'is a procedure, which has a transaction of its own' AS problem
    FROM candidate WHERE prokind = 'p'
    UNION ALL
    SELECT oid, 1, 'is an aggregate' FROM candidate WHERE prokind = 'a'
    UNION ALL
    SELECT oid, 1, 'is a window function' FROM candidate WHERE prokind = 'w'
    UNION ALL
    SELECT oid, 1, 'is a trigger function, which only a trigger can call'
    FROM candidate WHERE prorettype IN ('trigger'::regtype, 'event_trigger'::regtype)
    UNION ALL
    SELECT oid, 2, 'returns records without saying which columns they have'
    FROM candidate WHERE prorettype = 'record'::regtype AND proallargtypes IS NULL
    UNION ALL
    SELECT
        candidate.oid, 3,
        format(
            'has no argument %s; it has %s', string_agg(mapped.argument, ', ' ORDER BY mapped.position),
            coalesce((
                SELECT string_agg(argument.name, ', ' ORDER BY argument.place)
                FROM argument WHERE argument.oid = candidate.oid
            ), 'none')
        )
    FROM candidate
    CROSS JOIN mapped
    LEFT JOIN argument ON argument.oid = candidate.oid AND argument.name = mapped.argument
    WHERE argument.oid IS NULL
    GROUP BY candidate.oid
    UNION ALL
    SELECT argument.oid, 4, format(
        'needs %s, which has no default and to which nothing is mapped',
        string_agg(format('%s %s', argument.name, format_type(argument.type_id, -1)), ', ' ORDER BY argument.place)
    )
    FROM argument
    LEFT JOIN mapped ON mapped.argument = argument.name
    WHERE argument.is_required AND NOT argument.is_variadic AND mapped.argument IS NULL
    GROUP BY argument.oid
    UNION ALL
    SELECT argument.oid, 4, format('needs %s by its place before %s', argument.name, '$' || placed.last_place)
    FROM argument
    JOIN placed ON placed.oid = argument.oid AND argument.place < placed.last_place
    LEFT JOIN mapped ON mapped.argument = argument.name
    WHERE mapped.argument IS NULL
    UNION ALL
    SELECT oid, 5, format('takes any number of values as %s, which cannot be mapped', name)
    FROM passed WHERE is_variadic
    UNION ALL
    SELECT oid, 5, format('takes %s of whatever type, which cannot be checked', name) FROM passed WHERE type_kind = 'p'
)
SELECT
    candidate.signature,
    pg_get_function_result(candidate.oid) AS result,
    has_function_privilege(candidate.oid, 'EXECUTE')
        AND has_schema_privilege(candidate.pronamespace, 'USAGE') AS is_callable,
    told.problem,
    format(
        'SELECT pg_catalog.to_jsonb(answer)::text AS answer FROM %I.%I(%s) AS answer', $1, $2, call.arguments
    ) AS call,
    -- A row per argument: what tells whether its type can take a value.
    passed.name AS argument,
    format_type(passed.type_id, -1) AS argument_type,
    format('SELECT $1::text::%s IS NULL AS is_null', format_type(passed.type_id, -1)) AS cast_of_argument
FROM candidate
LEFT JOIN call ON call.oid = candidate.oid
LEFT JOIN passed ON passed.oid = candidate.oid
LEFT JOIN (
    SELECT DISTINCT ON (oid) oid, problem FROM problem ORDER BY oid, rank, problem
) AS told ON told.oid = candidate.oid
ORDER BY candidate.signature, passed.position;
