-- The three-way match: what Stripe sold and took, beside what the ledger gave, made once a run by joins on Stripe ids.
-- Unlogged and without keys: its rows live for one run, and everything is read by hash joins.

-- The run that the rows below belong to.
CREATE UNLOGGED TABLE tieout.scope (
    run_id text NOT NULL,
    since timestamptz NOT NULL,
    cut_off timestamptz NOT NULL
);

-- What Stripe answered when an object outside the listed time was asked for by id.
CREATE UNLOGGED TABLE tieout.looked_up (
    stripe_id text NOT NULL,
    is_known boolean NOT NULL
);

-- Every Stripe id that a movement carries, in its reference or anywhere in its metadata.
CREATE UNLOGGED TABLE tieout.ledger_reference (
    stripe_id text NOT NULL,
    ledger_id text NOT NULL,
    user_id text,
    type text,
    credits bigint,
    created_at timestamptz
);

-- The other ids under which a session may stand in the ledger: its payment intent's, charges', invoice's, events'.
CREATE UNLOGGED TABLE tieout.session_key (
    stripe_id text NOT NULL,
    session_id text NOT NULL
);

-- Where each record of the run ended up: the proof that none fell out.
CREATE UNLOGGED TABLE tieout.record_state (
    record_kind text NOT NULL,
    stripe_id text NOT NULL,
    currency text,
    amount_minor bigint NOT NULL,
    state text NOT NULL,  -- matched, found, excluded, unexplained
    reason text NOT NULL,  -- the exclusion's name, else empty
    verdict text NOT NULL  -- what it is apart from findings: matched, unexplained, or an exclusion's name
);

-- Currencies whose minor unit is not a hundredth, as Stripe counts (ISK and UGX are sent with two decimals).
CREATE VIEW tieout.currency_exponent AS
SELECT code AS currency, minor_per_major FROM (
    VALUES
        ('bif', 1), ('clp', 1), ('djf', 1), ('gnf', 1), ('jpy', 1), ('kmf', 1), ('krw', 1), ('mga', 1), ('pyg', 1),
        ('rwf', 1), ('vnd', 1), ('vuv', 1), ('xaf', 1), ('xof', 1), ('xpf', 1),
        ('bhd', 1000), ('jod', 1000), ('kwd', 1000), ('omr', 1000), ('tnd', 1000)
) AS exception (code, minor_per_major);

-- What an invoice was paid by, in the three shapes Stripe has had: its own fields, its inline payments, payments listed.
CREATE VIEW tieout.invoice_payment AS
SELECT id AS invoice, payment_intent, charge FROM tieout.stage_invoice
WHERE payment_intent IS NOT NULL OR charge IS NOT NULL
UNION ALL
SELECT invoice, payment ->> 'payment_intent', payment ->> 'charge' FROM (
    SELECT id AS invoice, jsonb_array_elements(payments -> 'data') -> 'payment' AS payment
    FROM tieout.stage_invoice
    WHERE jsonb_typeof(payments -> 'data') = 'array'
) AS inline
UNION ALL
SELECT invoice, payment_intent, charge FROM tieout.stage_invoice_payment;
