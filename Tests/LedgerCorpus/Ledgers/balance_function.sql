-- No balance is kept; a function tells it.
CREATE TABLE players (id bigint PRIMARY KEY);
INSERT INTO players VALUES (1), (2);
CREATE TABLE gem_entries (id bigserial PRIMARY KEY, player bigint NOT NULL REFERENCES players, gems integer NOT NULL, stripe_id text);
INSERT INTO gem_entries (player, gems, stripe_id) VALUES (1, 7, NULL), (2, 3, NULL), (2, 10, 'cs_test_B');
CREATE TABLE gem_orders (session text PRIMARY KEY, player bigint NOT NULL, gems integer NOT NULL);
INSERT INTO gem_orders VALUES ('cs_test_A', 1, 50), ('cs_test_B', 2, 10);
CREATE FUNCTION add_gems(player bigint, gems integer, stripe_id text) RETURNS SETOF gem_entries LANGUAGE sql AS $$
    INSERT INTO gem_entries (player, gems, stripe_id) VALUES ($1, $2, $3) RETURNING *;
$$;
CREATE FUNCTION gems_of(p_player bigint) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce(sum(gems), 0) FROM gem_entries WHERE player = p_player;
$$;
