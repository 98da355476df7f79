-- No journal: two arguments, nothing returned, and a purchase log that keeps the session.
CREATE SCHEMA auth;
CREATE TABLE auth.users (id uuid PRIMARY KEY, email text);
INSERT INTO auth.users VALUES
    ('a0000000-0000-4000-8000-00000000000a', 'anna@example.com'), ('b0000000-0000-4000-8000-00000000000b', 'boris@example.com');
CREATE TABLE user_credits (user_id uuid PRIMARY KEY, balance integer NOT NULL DEFAULT 0);
INSERT INTO user_credits VALUES ('a0000000-0000-4000-8000-00000000000a', 7), ('b0000000-0000-4000-8000-00000000000b', 13);
CREATE TABLE credit_purchases (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id uuid NOT NULL, package_id text, credits integer NOT NULL,
    amount numeric(10,2) NOT NULL, currency text NOT NULL, status text NOT NULL, stripe_session_id text UNIQUE,
    stripe_payment_intent_id text, created_at timestamptz NOT NULL, completed_at timestamptz
);
INSERT INTO credit_purchases (user_id, credits, amount, currency, status, stripe_session_id, created_at)
VALUES ('b0000000-0000-4000-8000-00000000000b', 10, 5, 'usd', 'completed', 'cs_test_B', '2025-03-10 12:01Z');
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
CREATE FUNCTION add_purchased_credits(p_user_id uuid, p_credits integer) RETURNS void LANGUAGE sql AS $$
    INSERT INTO user_credits (user_id, balance) VALUES (p_user_id, p_credits)
    ON CONFLICT (user_id) DO UPDATE SET balance = user_credits.balance + p_credits;
$$;
