-- Minutes are sold, seconds are kept.
CREATE TABLE subscribers (id text PRIMARY KEY, seconds_left bigint NOT NULL);
INSERT INTO subscribers VALUES ('anna', 425), ('boris', 780);
CREATE TABLE usage_log (id bigserial PRIMARY KEY, subscriber text NOT NULL, kind text NOT NULL, seconds bigint NOT NULL, source text);
INSERT INTO usage_log (subscriber, kind, seconds, source) VALUES
    ('boris', 'topup', 600, 'cs_test_B'), ('boris', 'call', 90, NULL);
CREATE TABLE offers (session text PRIMARY KEY, subscriber text NOT NULL, minutes integer NOT NULL);
INSERT INTO offers VALUES ('cs_test_A', 'anna', 50), ('cs_test_B', 'boris', 10);
CREATE FUNCTION add_time(subscriber text, seconds bigint, source text, kind text) RETURNS bigint LANGUAGE sql AS $$
    INSERT INTO usage_log (subscriber, kind, seconds, source) VALUES ($1, $4, $2, $3);
    UPDATE subscribers SET seconds_left = seconds_left + $2 WHERE id = $1 RETURNING seconds_left;
$$;
