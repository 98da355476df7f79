-- Whole numbers as ids; true when it did, false when there is no such account.
CREATE TABLE members (id bigint PRIMARY KEY, name text, points bigint NOT NULL DEFAULT 0);
INSERT INTO members VALUES (41, 'Anna', 7), (42, 'Boris', 13);
CREATE TABLE point_history (id bigserial PRIMARY KEY, member_id bigint NOT NULL REFERENCES members, points bigint NOT NULL, reason text, reference text);
INSERT INTO point_history (member_id, points, reason, reference) VALUES (42, 10, 'stripe', 'cs_test_B');
CREATE TABLE checkouts (id bigserial PRIMARY KEY, member_id bigint NOT NULL, cs text NOT NULL, points bigint NOT NULL, state text);
INSERT INTO checkouts (member_id, cs, points, state) VALUES (41, 'cs_test_A', 50, 'done'), (42, 'cs_test_B', 10, 'done');
CREATE FUNCTION increment_credits(p_member bigint, p_points bigint, p_reason text, p_reference text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    UPDATE members SET points = points + p_points WHERE id = p_member;
    IF NOT FOUND THEN RETURN false; END IF;
    INSERT INTO point_history (member_id, points, reason, reference) VALUES (p_member, p_points, p_reason, p_reference);
    RETURN true;
END $$;
