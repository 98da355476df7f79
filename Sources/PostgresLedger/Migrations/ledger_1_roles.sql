-- What the policies of the ledger need and a plain PostgreSQL lacks: the schema auth, its users, auth.uid() and three roles.
-- Where they exist, as on Supabase, they are left as they are. Notices with TO001 are reported as done.
DO $roles$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY['anon', 'authenticated', 'service_role'] LOOP
        CONTINUE WHEN to_regrole(role_name) IS NOT NULL;
        -- Roles belong to the whole cluster: another database's migration may be a moment ahead.
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
            RAISE NOTICE 'created role %', role_name USING ERRCODE = 'TO001';
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;

    IF to_regnamespace('auth') IS NULL THEN
        CREATE SCHEMA auth;
        GRANT USAGE ON SCHEMA auth TO anon, authenticated, service_role;
        RAISE NOTICE 'created schema auth' USING ERRCODE = 'TO001';
    END IF;
    IF to_regclass('auth.users') IS NULL THEN
        CREATE TABLE auth.users (
            id uuid DEFAULT gen_random_uuid() PRIMARY KEY,
            email text,
            created_at timestamptz DEFAULT now()
        );
        RAISE NOTICE 'created table auth.users' USING ERRCODE = 'TO001';
    END IF;
    IF to_regprocedure('auth.uid()') IS NULL THEN
        CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $uid$
            SELECT coalesce(
                nullif(current_setting('request.jwt.claim.sub', true), ''),
                nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
            )::uuid
        $uid$;
        RAISE NOTICE 'created function auth.uid()' USING ERRCODE = 'TO001';
    END IF;
END
$roles$;
