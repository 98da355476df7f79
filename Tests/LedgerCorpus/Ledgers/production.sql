-- The reference application's production schema: the function reads a column that the table does not have.
CREATE SCHEMA auth;
CREATE TABLE auth.users (id uuid PRIMARY KEY, email text);
INSERT INTO auth.users VALUES
    ('a0000000-0000-4000-8000-00000000000a', 'anna@example.com'), ('b0000000-0000-4000-8000-00000000000b', 'boris@example.com');
CREATE TABLE user_credits (user_id uuid PRIMARY KEY REFERENCES auth.users, current_balance integer NOT NULL DEFAULT 0);
INSERT INTO user_credits VALUES ('a0000000-0000-4000-8000-00000000000a', 7), ('b0000000-0000-4000-8000-00000000000b', 13);
CREATE TABLE credit_transactions (
    id bigserial PRIMARY KEY, user_id uuid NOT NULL, transaction_type text NOT NULL, credits_used integer NOT NULL,
    description text, created_at timestamptz DEFAULT now()
);
CREATE TABLE user_credit_purchases (
    id bigserial PRIMARY KEY, user_id uuid NOT NULL, package_id text, credits_purchased integer NOT NULL,
    amount_paid_usd numeric(10,2) NOT NULL, payment_method text, status text NOT NULL, created_at timestamptz, completed_at timestamptz
);
INSERT INTO user_credit_purchases VALUES
    (1, 'b0000000-0000-4000-8000-00000000000b', 'starter', 10, 5, 'stripe', 'completed', '2025-03-10 12:01Z', '2025-03-10 12:01Z');
CREATE TABLE checkout_sessions (
    id bigserial PRIMARY KEY, user_id uuid NOT NULL, stripe_session_id text UNIQUE NOT NULL, package_id text, credits integer NOT NULL,
    amount_usd numeric(10,2) NOT NULL, status text, created_at timestamptz, completed_at timestamptz, expires_at timestamptz
);
INSERT INTO checkout_sessions VALUES
    (1, 'a0000000-0000-4000-8000-00000000000a', 'cs_test_A', 'creative', 50, 20, 'completed'),
    (2, 'b0000000-0000-4000-8000-00000000000b', 'cs_test_B', 'starter', 10, 5, 'completed');
CREATE TABLE credit_packages (
    id text PRIMARY KEY, credits integer, price_usd numeric(10,2), stripe_price_id text, is_active boolean, updated_at timestamptz
);
CREATE FUNCTION update_user_credits(
    p_user_id uuid, p_amount integer, p_type text, p_description text DEFAULT NULL, p_reference_id text DEFAULT NULL,
    p_metadata jsonb DEFAULT NULL
) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    present integer;
BEGIN
    SELECT balance INTO present FROM user_credits WHERE user_id = p_user_id;
    UPDATE user_credits SET balance = present + p_amount WHERE user_id = p_user_id;
    RETURN present + p_amount;
END $$;
