-- Refuses as JSON, and raises nothing.
CREATE TABLE accounts (id uuid PRIMARY KEY, email text, credits integer NOT NULL DEFAULT 0);
INSERT INTO accounts VALUES
    ('a0000000-0000-4000-8000-00000000000a', 'anna@example.com', 7), ('b0000000-0000-4000-8000-00000000000b', 'boris@example.com', 13);
CREATE TABLE credit_events (
    id bigserial PRIMARY KEY, account_id uuid NOT NULL, kind text NOT NULL, credits integer NOT NULL, reference text,
    note text, created_at timestamptz DEFAULT now()
);
INSERT INTO credit_events (account_id, kind, credits, reference)
VALUES ('b0000000-0000-4000-8000-00000000000b', 'purchase', 10, 'cs_test_B');
CREATE TABLE stripe_checkouts (session_id text PRIMARY KEY, account_id uuid NOT NULL, credits integer NOT NULL);
INSERT INTO stripe_checkouts VALUES
    ('cs_test_A', 'a0000000-0000-4000-8000-00000000000a', 50), ('cs_test_B', 'b0000000-0000-4000-8000-00000000000b', 10);
CREATE FUNCTION add_user_credits(p_account uuid, p_credits integer, p_reference text DEFAULT NULL) RETURNS jsonb LANGUAGE plpgsql AS $$
BEGIN
    RETURN jsonb_build_object('success', false, 'error', 'account is frozen');
END $$;
