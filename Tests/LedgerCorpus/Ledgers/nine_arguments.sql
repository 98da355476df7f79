-- Nine arguments in an order of their own, and an order log with a currency that must be there.
CREATE SCHEMA billing;
CREATE TYPE billing.order_state AS ENUM ('NEW', 'PAID', 'FAILED');
CREATE TABLE billing.users (uid uuid PRIMARY KEY, mail text NOT NULL);
INSERT INTO billing.users VALUES
    ('a0000000-0000-4000-8000-00000000000a', 'anna@example.com'), ('b0000000-0000-4000-8000-00000000000b', 'boris@example.com');
CREATE TABLE billing.balances (uid uuid PRIMARY KEY, amount bigint NOT NULL DEFAULT 0, version integer NOT NULL DEFAULT 0);
INSERT INTO billing.balances VALUES ('a0000000-0000-4000-8000-00000000000a', 7), ('b0000000-0000-4000-8000-00000000000b', 13);
CREATE TABLE billing.journal (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), uid uuid NOT NULL, delta bigint NOT NULL, what text, meta json, at timestamp DEFAULT now()
);
INSERT INTO billing.journal (uid, delta, what, meta) VALUES
    ('b0000000-0000-4000-8000-00000000000b', 10, 'TOPUP', '{"stripe": {"checkout": ["cs_test_B"]}}');
CREATE TABLE billing.orders (
    id bigserial PRIMARY KEY, uid uuid NOT NULL, units bigint NOT NULL, cents bigint NOT NULL, currency char(3) NOT NULL,
    state billing.order_state NOT NULL, checkout text, created timestamp NOT NULL
);
INSERT INTO billing.orders (uid, units, cents, currency, state, checkout, created) VALUES
    ('b0000000-0000-4000-8000-00000000000b', 10, 500, 'usd', 'PAID', 'cs_test_B', '2025-03-10 12:01');
CREATE TABLE billing.carts (id bigserial PRIMARY KEY, uid uuid, checkout text, units bigint);
INSERT INTO billing.carts (uid, checkout, units) VALUES
    ('a0000000-0000-4000-8000-00000000000a', 'cs_test_A', 50), ('b0000000-0000-4000-8000-00000000000b', 'cs_test_B', 10);
CREATE FUNCTION billing.book(
    meta json, currency char(3), paid numeric(12,2), cents bigint, intent text, charge varchar(60), what text, units integer, uid uuid
) RETURNS TABLE (ok boolean) LANGUAGE plpgsql SET search_path = billing, pg_temp AS $$
#variable_conflict use_column
BEGIN
    IF paid <> cents / 100.0 OR currency <> 'usd' OR intent NOT LIKE 'pi\_%' OR charge NOT LIKE 'ch\_%' THEN
        RAISE EXCEPTION 'cannot book % %', paid, currency;
    END IF;
    INSERT INTO balances AS b (uid) VALUES ($9) ON CONFLICT (uid) DO NOTHING;
    UPDATE balances SET version = version + 1 WHERE uid = $9;
    UPDATE balances SET amount = amount + $8 WHERE uid = $9;
    INSERT INTO journal (uid, delta, what, meta) VALUES ($9, $8, $7, $1);
    RETURN QUERY SELECT true;
END $$;
