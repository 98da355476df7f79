-- The tables of the reference ledger, whatever part of them is there: each is made empty where it is missing and then
-- given the columns that it lacks. What is there is neither dropped nor changed. Notices with TO001 are reported as
-- done, warnings with TO002 as left for a person.
DO $tables$
DECLARE
    wanted record;
    is_new boolean;
    has_rows boolean;
    relation regclass;
    definition text;
BEGIN
    FOR wanted IN
        SELECT *
        FROM (VALUES
            -- table, column, type, default and constraints, what a table that has rows already cannot be given
            ('checkout_sessions', 'id', 'uuid DEFAULT gen_random_uuid()', 'PRIMARY KEY', ''),
            ('checkout_sessions', 'user_id', 'uuid REFERENCES auth.users (id) ON DELETE CASCADE', '', 'NOT NULL'),
            ('checkout_sessions', 'stripe_session_id', 'varchar(255) UNIQUE', '', 'NOT NULL'),
            ('checkout_sessions', 'package_id', 'varchar(50)', '', ''),
            ('checkout_sessions', 'credits', 'integer', '', 'NOT NULL'),
            ('checkout_sessions', 'amount_usd', 'numeric(10,2)', '', 'NOT NULL'),
            ('checkout_sessions', 'status', 'varchar(50) DEFAULT ''created''', '', ''),
            ('checkout_sessions', 'expires_at', 'timestamptz', '', ''),
            ('checkout_sessions', 'completed_at', 'timestamptz', '', ''),
            ('checkout_sessions', 'created_at', 'timestamptz DEFAULT now()', '', ''),

            ('user_credit_purchases', 'id', 'uuid DEFAULT gen_random_uuid()', 'PRIMARY KEY', ''),
            ('user_credit_purchases', 'user_id', 'uuid REFERENCES auth.users (id) ON DELETE CASCADE', '', ''),
            ('user_credit_purchases', 'package_id', 'varchar(50)', '', ''),
            ('user_credit_purchases', 'credits_purchased', 'integer', '', 'NOT NULL'),
            ('user_credit_purchases', 'amount_paid_usd', 'numeric(10,2)', '', 'NOT NULL'),
            ('user_credit_purchases', 'payment_method', 'varchar(50) DEFAULT ''stripe''', '', ''),
            ('user_credit_purchases', 'status', 'varchar(50) DEFAULT ''pending''', '', ''),
            ('user_credit_purchases', 'stripe_session_id', 'varchar(255)', '', ''),
            ('user_credit_purchases', 'stripe_customer_id', 'varchar(255)', '', ''),
            ('user_credit_purchases', 'error_message', 'text', '', ''),
            ('user_credit_purchases', 'completed_at', 'timestamptz', '', ''),
            ('user_credit_purchases', 'created_at', 'timestamptz DEFAULT now()', '', ''),

            ('user_credits', 'id', 'uuid DEFAULT gen_random_uuid()', 'PRIMARY KEY', ''),
            ('user_credits', 'user_id', 'uuid UNIQUE REFERENCES auth.users (id) ON DELETE CASCADE', '', 'NOT NULL'),
            ('user_credits', 'balance', 'integer NOT NULL DEFAULT 0 CHECK (balance >= 0)', '', ''),
            ('user_credits', 'lifetime_earned', 'integer NOT NULL DEFAULT 0', '', ''),
            ('user_credits', 'lifetime_consumed', 'integer NOT NULL DEFAULT 0', '', ''),
            ('user_credits', 'last_purchase_at', 'timestamptz', '', ''),
            ('user_credits', 'last_consumed_at', 'timestamptz', '', ''),
            ('user_credits', 'created_at', 'timestamptz DEFAULT now()', '', ''),
            ('user_credits', 'updated_at', 'timestamptz DEFAULT now()', '', ''),

            ('credit_transactions', 'id', 'uuid DEFAULT gen_random_uuid()', 'PRIMARY KEY', ''),
            ('credit_transactions', 'user_id', 'uuid REFERENCES auth.users (id) ON DELETE CASCADE', '', 'NOT NULL'),
            (
                'credit_transactions',
                'type',
                'varchar(50) CHECK (type IN (''purchase'', ''consume'', ''refund'', ''bonus'', ''adjustment''))',
                '',
                'NOT NULL'
            ),
            ('credit_transactions', 'amount', 'integer', '', 'NOT NULL'),
            ('credit_transactions', 'balance_before', 'integer', '', 'NOT NULL'),
            ('credit_transactions', 'balance_after', 'integer', '', 'NOT NULL'),
            ('credit_transactions', 'description', 'text', '', ''),
            ('credit_transactions', 'reference_id', 'text', '', ''),
            ('credit_transactions', 'metadata', 'jsonb', '', ''),
            ('credit_transactions', 'created_at', 'timestamptz DEFAULT now()', '', ''),

            ('credit_packages', 'id', 'varchar(50)', '', 'PRIMARY KEY'),
            ('credit_packages', 'name', 'varchar(100)', '', 'NOT NULL'),
            ('credit_packages', 'description', 'text', '', ''),
            ('credit_packages', 'credits', 'integer', '', 'NOT NULL'),
            ('credit_packages', 'price_usd', 'numeric(10,2)', '', 'NOT NULL'),
            ('credit_packages', 'stripe_price_id', 'varchar(255)', '', ''),
            ('credit_packages', 'is_active', 'boolean DEFAULT true', '', ''),
            ('credit_packages', 'is_popular', 'boolean DEFAULT false', '', ''),
            ('credit_packages', 'sort_order', 'integer DEFAULT 0', '', ''),
            ('credit_packages', 'created_at', 'timestamptz DEFAULT now()', '', ''),
            ('credit_packages', 'updated_at', 'timestamptz DEFAULT now()', '', ''),

            ('payment_logs', 'id', 'uuid DEFAULT gen_random_uuid()', 'PRIMARY KEY', ''),
            ('payment_logs', 'stripe_payment_intent_id', 'varchar(255) UNIQUE', '', 'NOT NULL'),
            ('payment_logs', 'amount', 'numeric(10,2)', '', ''),
            ('payment_logs', 'currency', 'varchar(3)', '', ''),
            ('payment_logs', 'status', 'varchar(50)', '', ''),
            ('payment_logs', 'error_message', 'text', '', ''),
            ('payment_logs', 'metadata', 'jsonb', '', ''),
            ('payment_logs', 'created_at', 'timestamptz DEFAULT now()', '', ''),

            ('invoice_logs', 'id', 'uuid DEFAULT gen_random_uuid()', 'PRIMARY KEY', ''),
            ('invoice_logs', 'stripe_invoice_id', 'varchar(255) UNIQUE', '', 'NOT NULL'),
            ('invoice_logs', 'stripe_subscription_id', 'varchar(255)', '', ''),
            ('invoice_logs', 'amount_paid', 'numeric(10,2)', '', ''),
            ('invoice_logs', 'amount_due', 'numeric(10,2)', '', ''),
            ('invoice_logs', 'currency', 'varchar(3)', '', ''),
            ('invoice_logs', 'status', 'varchar(50)', '', ''),
            ('invoice_logs', 'billing_reason', 'varchar(100)', '', ''),
            ('invoice_logs', 'created_at', 'timestamptz DEFAULT now()', '', '')
        ) AS wanted (table_name, column_name, definition, key, when_empty)
    LOOP
        is_new := to_regclass(format('public.%I', wanted.table_name)) IS NULL;
        IF is_new THEN
            EXECUTE format('CREATE TABLE public.%I ()', wanted.table_name);
            -- Supabase's default rights would let everybody write; the policies give back what is meant.
            EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, anon, authenticated', wanted.table_name);
            RAISE NOTICE 'created table public.%', wanted.table_name USING ERRCODE = 'TO001';
        END IF;
        relation := to_regclass(format('public.%I', wanted.table_name));

        CONTINUE WHEN EXISTS (
            SELECT FROM pg_attribute
            WHERE attrelid = relation AND attname = wanted.column_name AND NOT attisdropped
        );
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', relation) INTO has_rows;
        definition := wanted.definition;
        IF wanted.key <> '' AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = relation AND indisprimary) THEN
            definition := definition || ' ' || wanted.key;
        END IF;
        IF wanted.when_empty <> '' AND has_rows THEN
            RAISE WARNING 'public.%.% was added without %, because the table has rows: fill it in, then add that',
                wanted.table_name, wanted.column_name, wanted.when_empty USING ERRCODE = 'TO002';
        ELSE
            definition := definition || ' ' || wanted.when_empty;
        END IF;
        EXECUTE format('ALTER TABLE %s ADD COLUMN %I %s', relation, wanted.column_name, definition);
        RAISE NOTICE 'added column public.%.%', wanted.table_name, wanted.column_name USING ERRCODE = 'TO001';
    END LOOP;

    FOR wanted IN
        SELECT *
        FROM (VALUES
            ('checkout_sessions', 'user_id'), ('checkout_sessions', 'stripe_session_id'),
            ('user_credit_purchases', 'user_id'), ('user_credit_purchases', 'stripe_session_id'),
            ('user_credit_purchases', 'stripe_customer_id'), ('user_credits', 'user_id'),
            ('credit_transactions', 'user_id'), ('credit_transactions', 'reference_id'),
            ('credit_packages', 'stripe_price_id'), ('payment_logs', 'stripe_payment_intent_id'),
            ('invoice_logs', 'stripe_invoice_id'), ('invoice_logs', 'stripe_subscription_id')
        ) AS wanted (table_name, column_name)
    LOOP
        relation := to_regclass(format('public.%I', wanted.table_name));
        -- An index under any name serves, as long as the column comes first and no row is left out.
        CONTINUE WHEN EXISTS (
            SELECT FROM pg_index
            JOIN pg_attribute ON pg_attribute.attrelid = indrelid AND pg_attribute.attnum = indkey[0]
            WHERE indrelid = relation AND indisvalid AND indpred IS NULL AND attname = wanted.column_name
        );
        EXECUTE format('CREATE INDEX ON %s (%I)', relation, wanted.column_name);
        RAISE NOTICE 'created index on public.% (%)', wanted.table_name, wanted.column_name USING ERRCODE = 'TO001';
    END LOOP;
END
$tables$;
