-- The reference application's ledger as it is found in the field, its weaknesses included: nothing is unique that is
-- not so there, and the granting function may be called by everybody and trusts the caller's search path.

-- What Supabase brings along and a plain PostgreSQL lacks. Roles belong to the whole server and may be made by another
-- database at the same moment.
DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['anon', 'authenticated', 'service_role'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;
        END;
    END LOOP;
END;
$$;

CREATE SCHEMA IF NOT EXISTS auth;

CREATE TABLE IF NOT EXISTS auth.users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid()
);

CREATE OR REPLACE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('request.jwt.claim.sub', true), '')::uuid
$$;

GRANT USAGE ON SCHEMA auth TO anon, authenticated, service_role;

CREATE TABLE public.credit_packages (
    id varchar(50) PRIMARY KEY,
    name varchar(100) NOT NULL,
    description text,
    credits integer NOT NULL,
    price_usd numeric(10, 2) NOT NULL,
    stripe_price_id varchar(255),
    is_active boolean DEFAULT true,
    is_popular boolean DEFAULT false,
    sort_order integer DEFAULT 0,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now()
);

CREATE TABLE public.checkout_sessions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    stripe_session_id varchar(255) UNIQUE NOT NULL,
    package_id varchar(50),
    credits integer NOT NULL,
    amount_usd numeric(10, 2) NOT NULL,
    status varchar(50) DEFAULT 'created' CHECK (status IN ('created', 'completed', 'cancelled', 'expired')),
    expires_at timestamptz,
    completed_at timestamptz,
    created_at timestamptz DEFAULT now()
);

CREATE TABLE public.user_credit_purchases (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid REFERENCES auth.users (id) ON DELETE CASCADE,
    package_id varchar(50),
    credits_purchased integer NOT NULL,
    amount_paid_usd numeric(10, 2) NOT NULL,
    payment_method varchar(50) DEFAULT 'stripe',
    status varchar(50) DEFAULT 'pending' CHECK (status IN ('pending', 'completed', 'failed', 'cancelled')),
    stripe_session_id varchar(255),
    stripe_customer_id varchar(255),
    error_message text,
    completed_at timestamptz,
    created_at timestamptz DEFAULT now()
);

CREATE TABLE public.user_credits (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid UNIQUE NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    balance integer NOT NULL DEFAULT 0 CHECK (balance >= 0),
    lifetime_earned integer NOT NULL DEFAULT 0,
    lifetime_consumed integer NOT NULL DEFAULT 0,
    last_purchase_at timestamptz,
    last_consumed_at timestamptz,
    created_at timestamptz DEFAULT now(),
    updated_at timestamptz DEFAULT now()
);

CREATE TABLE public.credit_transactions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    type varchar(50) NOT NULL CHECK (type IN ('purchase', 'consume', 'refund', 'bonus', 'adjustment')),
    amount integer NOT NULL,
    balance_before integer NOT NULL,
    balance_after integer NOT NULL,
    description text,
    reference_id text,
    metadata jsonb,
    created_at timestamptz DEFAULT now()
);

CREATE TABLE public.payment_logs (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    stripe_payment_intent_id varchar(255) UNIQUE NOT NULL,
    amount numeric(10, 2) NOT NULL,
    currency varchar(3) NOT NULL,
    status varchar(50) NOT NULL CHECK (status IN ('succeeded', 'failed', 'pending', 'cancelled')),
    error_message text,
    metadata jsonb,
    created_at timestamptz DEFAULT now()
);

CREATE TABLE public.invoice_logs (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    stripe_invoice_id varchar(255) UNIQUE NOT NULL,
    stripe_subscription_id varchar(255),
    amount_paid numeric(10, 2) NOT NULL,
    amount_due numeric(10, 2) NOT NULL,
    currency varchar(3) NOT NULL,
    status varchar(50) NOT NULL
        CHECK (status IN ('paid', 'open', 'draft', 'uncollectible', 'void', 'payment_failed')),
    billing_reason varchar(50),
    created_at timestamptz DEFAULT now()
);

CREATE INDEX ON public.checkout_sessions (user_id);
CREATE INDEX ON public.user_credit_purchases (user_id);
CREATE INDEX ON public.user_credit_purchases (stripe_session_id);
CREATE INDEX ON public.credit_transactions (user_id);
CREATE INDEX ON public.credit_transactions (reference_id);
CREATE INDEX ON public.invoice_logs (stripe_subscription_id);

CREATE FUNCTION public.update_user_credits(
    p_user_id uuid,
    p_amount integer,
    p_type text,
    p_description text DEFAULT NULL,
    p_reference_id text DEFAULT NULL,
    p_metadata jsonb DEFAULT NULL
) RETURNS public.user_credits LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    v_credits user_credits;
    v_before integer;
BEGIN
    SELECT * INTO v_credits FROM user_credits WHERE user_id = p_user_id FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO user_credits (user_id) VALUES (p_user_id) RETURNING * INTO v_credits;
    END IF;
    v_before := v_credits.balance;
    IF v_before + p_amount < 0 THEN
        RAISE EXCEPTION 'Insufficient credits: balance %, requested %', v_before, p_amount;
    END IF;
    UPDATE user_credits SET
        balance = balance + p_amount,
        lifetime_earned = lifetime_earned + CASE WHEN p_amount > 0 OR p_type = 'refund' THEN p_amount ELSE 0 END,
        lifetime_consumed = lifetime_consumed + CASE WHEN p_type = 'consume' THEN -p_amount ELSE 0 END,
        last_purchase_at = CASE WHEN p_type = 'purchase' THEN now() ELSE last_purchase_at END,
        last_consumed_at = CASE WHEN p_type = 'consume' THEN now() ELSE last_consumed_at END,
        updated_at = now()
    WHERE user_id = p_user_id
    RETURNING * INTO v_credits;
    INSERT INTO credit_transactions
        (user_id, type, amount, balance_before, balance_after, description, reference_id, metadata)
    VALUES
        (p_user_id, p_type, p_amount, v_before, v_credits.balance, p_description, p_reference_id, p_metadata);
    RETURN v_credits;
END;
$$;

ALTER TABLE public.credit_packages ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.checkout_sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.user_credit_purchases ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.user_credits ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.credit_transactions ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.payment_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.invoice_logs ENABLE ROW LEVEL SECURITY;

CREATE POLICY "Anyone can view active packages" ON public.credit_packages FOR SELECT USING (is_active);
CREATE POLICY "Users can view own rows" ON public.checkout_sessions FOR SELECT USING (user_id = auth.uid());
CREATE POLICY "Users can view own rows" ON public.user_credit_purchases FOR SELECT USING (user_id = auth.uid());
CREATE POLICY "Users can view own rows" ON public.user_credits FOR SELECT USING (user_id = auth.uid());
CREATE POLICY "Users can view own rows" ON public.credit_transactions FOR SELECT USING (user_id = auth.uid());
CREATE POLICY "Service role manages" ON public.credit_packages FOR ALL TO service_role USING (true);
CREATE POLICY "Service role manages" ON public.checkout_sessions FOR ALL TO service_role USING (true);
CREATE POLICY "Service role manages" ON public.user_credit_purchases FOR ALL TO service_role USING (true);
CREATE POLICY "Service role manages" ON public.user_credits FOR ALL TO service_role USING (true);
CREATE POLICY "Service role manages" ON public.credit_transactions FOR ALL TO service_role USING (true);
CREATE POLICY "Service role manages" ON public.payment_logs FOR ALL TO service_role USING (true);
CREATE POLICY "Service role manages" ON public.invoice_logs FOR ALL TO service_role USING (true);

GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role;
GRANT ALL ON ALL TABLES IN SCHEMA public TO service_role;
GRANT SELECT ON public.credit_packages TO anon, authenticated;
GRANT SELECT ON public.checkout_sessions, public.user_credit_purchases, public.user_credits, public.credit_transactions
TO authenticated;
