-- Balances with fractions, since usage is charged by thousandths.
CREATE TABLE credit_accounts (holder text PRIMARY KEY, available numeric(14,4) NOT NULL);
INSERT INTO credit_accounts VALUES ('anna', 7.2500), ('boris', 13.0050);
CREATE TABLE entries (id bigserial PRIMARY KEY, holder text NOT NULL, amount numeric(14,4) NOT NULL, ref text);
INSERT INTO entries (holder, amount, ref) VALUES ('boris', 10, 'cs_test_B'), ('boris', -0.0050, NULL);
CREATE TABLE intents (session text PRIMARY KEY, holder text NOT NULL, credits integer NOT NULL);
INSERT INTO intents VALUES ('cs_test_A', 'anna', 50), ('cs_test_B', 'boris', 10);
CREATE FUNCTION deposit(p_holder text, p_amount numeric, p_ref text) RETURNS void LANGUAGE sql AS $$
    UPDATE credit_accounts SET available = available + p_amount WHERE holder = p_holder;
    INSERT INTO entries (holder, amount, ref) VALUES (p_holder, p_amount, p_ref);
$$;
