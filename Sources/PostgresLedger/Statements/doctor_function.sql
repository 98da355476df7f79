-- The functions of that name: with whose rights they run, and who may call them. $1 schema, $2 name.
SELECT
    procedure.oid::regprocedure::text AS signature,
    format('%I.%I', namespace.nspname, procedure.proname) AS name,
    format('%I.%I(%s)', namespace.nspname, procedure.proname, oidvectortypes(procedure.proargtypes)) AS identity,
    has_function_privilege(procedure.oid, 'EXECUTE') AND has_schema_privilege(namespace.oid, 'USAGE') AS is_callable,
    procedure.prorettype IN ('trigger'::regtype, 'event_trigger'::regtype) AS is_trigger,
    procedure.prosecdef AS is_definer,
    owner.rolname::text AS owner,
    owner.rolsuper AS owner_is_superuser,
    (
        SELECT substr(setting, length('search_path=') + 1)
        FROM unnest(procedure.proconfig) AS setting
        WHERE setting LIKE 'search\_path=%'
    ) AS search_path,
    -- Everybody may create in these schemas: what is created there can take the place of what is meant.
    array_to_string(
        ARRAY(
            SELECT open.nspname
            FROM pg_namespace AS open
            CROSS JOIN aclexplode(coalesce(open.nspacl, acldefault('n', open.nspowner))) AS granted
            WHERE granted.grantee = 0 AND granted.privilege_type = 'CREATE'
            ORDER BY 1
        ),
        ','
    ) AS open_schemas,
    array_to_string(
        ARRAY(
            SELECT coalesce(quote_ident(grantee.rolname), 'PUBLIC')
            FROM aclexplode(coalesce(procedure.proacl, acldefault('f', procedure.proowner))) AS granted
            LEFT JOIN pg_roles AS grantee ON grantee.oid = granted.grantee
            WHERE granted.privilege_type = 'EXECUTE' AND granted.grantee <> procedure.proowner
            ORDER BY granted.grantee <> 0, 1
        ),
        ','
    ) AS callers,
    quote_ident(current_user) AS role,
    -- Who calls it by the right that everybody has, and would lose it: our role, and the application's own on Supabase.
    array_to_string(
        ARRAY(
            SELECT quote_ident(needed.rolname)
            FROM pg_roles AS needed
            WHERE needed.rolname IN (current_user, 'service_role')
              AND NOT needed.rolsuper
              AND needed.oid <> procedure.proowner
              AND NOT EXISTS (
                  SELECT FROM aclexplode(procedure.proacl) AS granted
                  WHERE granted.grantee = needed.oid AND granted.privilege_type = 'EXECUTE'
              )
            ORDER BY 1
        ),
        ','
    ) AS callers_by_default
FROM pg_proc AS procedure
JOIN pg_namespace AS namespace ON namespace.oid = procedure.pronamespace
JOIN pg_roles AS owner ON owner.oid = procedure.proowner
WHERE namespace.nspname = $1 AND procedure.proname = $2
ORDER BY 1;
