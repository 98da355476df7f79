-- The same ledger, with the session mapped to the argument that takes a uuid.
CREATE TABLE users (id uuid PRIMARY KEY);
INSERT INTO users VALUES ('a0000000-0000-4000-8000-00000000000a'), ('b0000000-0000-4000-8000-00000000000b');
CREATE TABLE credit_balances (user_id uuid PRIMARY KEY, balance integer NOT NULL);
INSERT INTO credit_balances VALUES ('a0000000-0000-4000-8000-00000000000a', 7), ('b0000000-0000-4000-8000-00000000000b', 13);
CREATE TABLE credit_movements (reference uuid PRIMARY KEY, user_id uuid NOT NULL, amount integer NOT NULL);
CREATE TABLE purchases (id bigserial PRIMARY KEY, user_id uuid NOT NULL, credits integer NOT NULL, session text);
INSERT INTO credit_movements VALUES (gen_random_uuid(), 'b0000000-0000-4000-8000-00000000000b', 10);
INSERT INTO purchases (user_id, credits, session) VALUES ('b0000000-0000-4000-8000-00000000000b', 10, 'cs_test_B');
CREATE TABLE carts (id text PRIMARY KEY, user_id uuid NOT NULL, credits integer NOT NULL);
INSERT INTO carts VALUES
    ('cs_test_A', 'a0000000-0000-4000-8000-00000000000a', 50), ('cs_test_B', 'b0000000-0000-4000-8000-00000000000b', 10);
CREATE FUNCTION grant_credits(p_user uuid, p_amount integer, p_reference uuid) RETURNS uuid LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO credit_movements VALUES (p_reference, p_user, p_amount);
    UPDATE credit_balances SET balance = balance + p_amount WHERE user_id = p_user;
    RETURN p_reference;
END $$;
