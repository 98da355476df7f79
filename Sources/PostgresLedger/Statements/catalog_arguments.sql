-- The application's functions, one row an argument that a caller gives; a function without any has one row all the same.
WITH application_function AS (
    SELECT procedure.*, namespace.nspname AS schema
    FROM pg_proc AS procedure
    JOIN pg_namespace AS namespace ON namespace.oid = procedure.pronamespace
    WHERE namespace.nspname <> ALL ($1)
      AND namespace.nspname NOT LIKE 'pg\_%'
      AND procedure.prokind IN ('f', 'p')
      AND NOT EXISTS (
          SELECT FROM pg_depend
          WHERE pg_depend.classid = 'pg_proc'::regclass AND pg_depend.objid = procedure.oid
            AND pg_depend.deptype = 'e'
      )
),
given AS (
    SELECT
        application_function.oid,
        argument.place,
        row_number() OVER (PARTITION BY application_function.oid ORDER BY argument.place) AS number,
        argument.type,
        nullif(application_function.proargnames[argument.place], '') AS name
    FROM application_function
    CROSS JOIN unnest(coalesce(proallargtypes, proargtypes::oid[])) WITH ORDINALITY AS argument (type, place)
    WHERE coalesce(proargmodes[argument.place], 'i') IN ('i', 'b')
)
SELECT
    application_function.oid::text AS id,
    application_function.schema,
    application_function.proname AS function_name,
    application_function.oid::regprocedure::text AS signature,
    application_function.prokind = 'p' AS is_procedure,
    application_function.prosrc AS body,
    coalesce(pg_get_function_result(application_function.oid), '') AS result,
    result.typname AS result_type,
    coalesce(
        (
            SELECT min(attname) FROM pg_attribute
            WHERE attrelid = result.typrelid AND attname IN ('success', 'ok') AND atttypid = 'boolean'::regtype
        ),
        (
            SELECT min(out.name) FROM unnest(proargnames, proargmodes, proallargtypes) AS out (name, mode, type)
            WHERE out.mode IN ('o', 't') AND out.name IN ('success', 'ok') AND out.type = 'boolean'::regtype
        )
    ) AS success_column,
    given.name AS argument_name,
    coalesce(base.typname, type.typname) AS argument_type,
    type.typcategory::text AS argument_category,
    given.number > application_function.pronargs - application_function.pronargdefaults AS has_default
FROM application_function
JOIN pg_type AS result ON result.oid = application_function.prorettype
LEFT JOIN given ON given.oid = application_function.oid
LEFT JOIN pg_type AS type ON type.oid = given.type
LEFT JOIN pg_type AS base ON base.oid = type.typbasetype
ORDER BY application_function.schema, application_function.proname, application_function.oid, given.place;
