-- The function writes the purchase itself.
CREATE TABLE profiles (id uuid PRIMARY KEY, credits integer NOT NULL);
INSERT INTO profiles VALUES ('a0000000-0000-4000-8000-00000000000a', 7), ('b0000000-0000-4000-8000-00000000000b', 13);
CREATE TABLE purchases (id bigserial PRIMARY KEY, profile uuid NOT NULL, credits integer NOT NULL, intent text UNIQUE);
INSERT INTO purchases (profile, credits, intent) VALUES ('b0000000-0000-4000-8000-00000000000b', 10, 'pi_B');
CREATE TABLE carts (id text PRIMARY KEY, profile uuid NOT NULL, credits integer NOT NULL);
INSERT INTO carts VALUES
    ('cs_test_A', 'a0000000-0000-4000-8000-00000000000a', 50), ('cs_test_B', 'b0000000-0000-4000-8000-00000000000b', 10);
CREATE FUNCTION buy(p_profile uuid, p_credits integer, p_intent text, OUT purchase bigint, OUT balance integer) LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO purchases (profile, credits, intent) VALUES (p_profile, p_credits, p_intent) RETURNING id INTO purchase;
    UPDATE profiles SET credits = credits + p_credits WHERE id = p_profile RETURNING credits INTO balance;
END $$;
