-- Who writes a completed purchase grants: a trigger does it. The function grants as well.
CREATE TABLE profiles (id uuid PRIMARY KEY, credits integer NOT NULL);
INSERT INTO profiles VALUES ('a0000000-0000-4000-8000-00000000000a', 7), ('b0000000-0000-4000-8000-00000000000b', 13);
CREATE TABLE purchases (id bigserial PRIMARY KEY, profile uuid NOT NULL, credits integer NOT NULL, status text NOT NULL, session text);
INSERT INTO purchases (profile, credits, status, session) VALUES ('b0000000-0000-4000-8000-00000000000b', 10, 'completed', 'cs_test_B');
CREATE TABLE carts (id text PRIMARY KEY, profile uuid NOT NULL, credits integer NOT NULL);
INSERT INTO carts VALUES
    ('cs_test_A', 'a0000000-0000-4000-8000-00000000000a', 50), ('cs_test_B', 'b0000000-0000-4000-8000-00000000000b', 10);
CREATE FUNCTION add_credits(p_profile uuid, p_credits integer) RETURNS void LANGUAGE sql AS $$
    UPDATE profiles SET credits = credits + p_credits WHERE id = p_profile;
$$;
CREATE FUNCTION credit_purchase() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM add_credits(NEW.profile, NEW.credits);
    RETURN NEW;
END $$;
CREATE TRIGGER credit_purchase AFTER INSERT ON purchases FOR EACH ROW WHEN (NEW.status = 'completed') EXECUTE FUNCTION credit_purchase();
