-- Returns the account's row.
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
CREATE FUNCTION add_user_credits(p_account uuid, p_credits integer, p_reference text DEFAULT NULL) RETURNS accounts LANGUAGE plpgsql AS $$
DECLARE
    account accounts;
BEGIN
    UPDATE accounts SET credits = credits + p_credits WHERE id = p_account;
    INSERT INTO credit_events (account_id, kind, credits, reference) VALUES (p_account, 'purchase', p_credits, p_reference);
    SELECT * INTO account FROM accounts WHERE id = p_account;
    RETURN account;
END $$;
