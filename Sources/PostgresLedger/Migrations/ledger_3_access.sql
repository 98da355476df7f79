-- Who may see what: buyers their own rows, everybody the active packages, the application's own service everything.
-- Nobody but the service writes. Policies and rights that are there stay as they are.
DO $access$
DECLARE
    wanted record;
    relation regclass;
BEGIN
    FOR wanted IN
        SELECT *
        FROM (VALUES
            -- table, which rows a buyer sees, who else sees them
            ('checkout_sessions', 'user_id = auth.uid()', ARRAY['authenticated']),
            ('user_credit_purchases', 'user_id = auth.uid()', ARRAY['authenticated']),
            ('user_credits', 'user_id = auth.uid()', ARRAY['authenticated']),
            ('credit_transactions', 'user_id = auth.uid()', ARRAY['authenticated']),
            ('credit_packages', 'is_active', ARRAY['anon', 'authenticated']),
            ('payment_logs', NULL, NULL),
            ('invoice_logs', NULL, NULL)
        ) AS wanted (table_name, visible, readers)
    LOOP
        relation := to_regclass(format('public.%I', wanted.table_name));
        IF NOT (SELECT relrowsecurity FROM pg_class WHERE oid = relation) THEN
            EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', relation);
            RAISE NOTICE 'enabled row-level security on public.%', wanted.table_name USING ERRCODE = 'TO001';
        END IF;
        IF wanted.visible IS NOT NULL AND NOT EXISTS (
            SELECT FROM pg_policies
            WHERE schemaname = 'public' AND tablename = wanted.table_name AND cmd IN ('SELECT', 'ALL')
              AND roles && (wanted.readers || ARRAY['public'])::name[]
        ) THEN
            EXECUTE format(
                'CREATE POLICY %I ON %s FOR SELECT TO %s USING (%s)',
                wanted.table_name || '_read_own', relation, array_to_string(wanted.readers, ', '), wanted.visible
            );
            RAISE NOTICE 'created policy for readers of public.%', wanted.table_name USING ERRCODE = 'TO001';
        END IF;
        IF NOT EXISTS (
            SELECT FROM pg_policies
            WHERE schemaname = 'public' AND tablename = wanted.table_name AND cmd = 'ALL'
              AND roles && ARRAY['service_role', 'public']::name[]
        ) THEN
            EXECUTE format(
                'CREATE POLICY %I ON %s FOR ALL TO service_role USING (true) WITH CHECK (true)',
                wanted.table_name || '_service', relation
            );
            RAISE NOTICE 'created policy for the service on public.%', wanted.table_name USING ERRCODE = 'TO001';
        END IF;
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO service_role', relation);
        IF wanted.readers IS NOT NULL THEN
            EXECUTE format('GRANT SELECT ON %s TO %s', relation, array_to_string(wanted.readers, ', '));
        END IF;
    END LOOP;
END
$access$;
