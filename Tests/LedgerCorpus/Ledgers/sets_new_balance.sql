-- The same function, told the balance that the buyer is to have.
CREATE TABLE people (id text PRIMARY KEY, credits integer NOT NULL);
INSERT INTO people VALUES ('anna', 7), ('boris', 13);
CREATE TABLE sales (id text PRIMARY KEY, person text NOT NULL, credits integer NOT NULL, granted boolean);
CREATE TABLE receipts (no bigserial PRIMARY KEY, person text NOT NULL, credits integer NOT NULL, payment text);
INSERT INTO sales VALUES ('cs_test_A', 'anna', 50), ('cs_test_B', 'boris', 10);
INSERT INTO receipts (person, credits, payment) VALUES ('boris', 10, 'pi_B');
CREATE FUNCTION set_user_credits(person text, credits integer) RETURNS boolean LANGUAGE sql AS $$
    UPDATE people SET credits = $2 WHERE id = $1 RETURNING true;
$$;
