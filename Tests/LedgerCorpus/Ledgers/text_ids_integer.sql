-- Ids of an identity provider as text; the new balance is returned.
CREATE TABLE wallets (owner text PRIMARY KEY, coins integer NOT NULL);
INSERT INTO wallets VALUES ('user_anna', 7), ('user_boris', 13);
CREATE TABLE coin_log (entry bigserial PRIMARY KEY, owner text NOT NULL, delta integer NOT NULL, stripe_session text, at timestamptz DEFAULT now());
INSERT INTO coin_log (owner, delta, stripe_session) VALUES ('user_boris', 10, 'cs_test_B');
CREATE TABLE orders (session text PRIMARY KEY, owner text NOT NULL, coins integer NOT NULL);
INSERT INTO orders VALUES ('cs_test_A', 'user_anna', 50), ('cs_test_B', 'user_boris', 10);
CREATE FUNCTION add_coins(amount integer, who text, session text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    total integer;
BEGIN
    UPDATE wallets SET coins = coins + amount WHERE owner = who RETURNING coins INTO total;
    INSERT INTO coin_log (owner, delta, stripe_session) VALUES (who, amount, session);
    RETURN total;
END $$;
