-- The granting functions of that name, and whether we may call them.
SELECT
    procedure.oid::regprocedure::text AS signature,
    pg_catalog.has_function_privilege(procedure.oid, 'EXECUTE') AS is_callable,
    procedure.oid = to_regprocedure('public.update_user_credits(uuid,integer,text,text,text,jsonb)') AS is_expected
FROM pg_catalog.pg_proc AS procedure
JOIN pg_catalog.pg_namespace AS namespace ON namespace.oid = procedure.pronamespace
WHERE namespace.nspname = 'public' AND procedure.proname = 'update_user_credits'
ORDER BY 1;
