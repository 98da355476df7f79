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

-- Every id under which a session may stand in the ledger: its own, and its payment intent's, charges', invoice's, events'.
CREATE UNLOGGED TABLE tieout.session_key (
    stripe_id text NOT NULL,
    session_id text NOT NULL
);

-- Every ledger row that speaks of a session.
CREATE UNLOGGED TABLE tieout.evidence (
    session_id text NOT NULL,
    source text NOT NULL,  -- movement, purchase, correction
    ledger_id text NOT NULL,
    user_id text,
    credits bigint,
    amount numeric,
    status text,  -- of a movement its type, of a purchase its status
    error_message text,
    created_at timestamptz
);

-- One row a session: sold (session), promised (checkout row, metadata, package), paid (charge), granted (movement, purchase).
CREATE UNLOGGED TABLE tieout.match (
    session_id text NOT NULL,
    created_at timestamptz NOT NULL,
    exclusion text,  -- why it is no credit purchase: subscription, setup, other_product
    status text,
    payment_status text NOT NULL,
    currency text,
    amount_minor bigint,
    payment_intent text,
    customer text,
    livemode boolean NOT NULL,

    charge_id text,
    paid_at timestamptz,
    captured_minor bigint NOT NULL,
    refunded_minor bigint NOT NULL,  -- with refunds that are under way
    returned_minor bigint NOT NULL,  -- refunds that went through
    lost_minor bigint NOT NULL,  -- disputes that were lost
    is_refund_pending boolean NOT NULL,
    is_disputed boolean NOT NULL,

    checkout_id text,
    checkout_status text,
    user_id text,  -- the buyer, where all that name one agree
    buyer_is_disagreed boolean NOT NULL,
    buyer_exists boolean NOT NULL,
    credits bigint,  -- the promise, where all that state it agree
    credits_are_disagreed boolean NOT NULL,
    package_id text,
    packages_are_disagreed boolean NOT NULL,
    price_minor bigint,  -- the package's price in US cents, where the package was not changed after the sale
    priced_minor bigint,  -- the session's amount before discount and tax, where the seller's currency is USD
    promise_is_proven boolean NOT NULL,  -- metadata alone never grants
    promise jsonb NOT NULL,  -- every source's word

    grant_count bigint NOT NULL,
    given_credits bigint NOT NULL,  -- of all movements that gave
    granted_credits bigint NOT NULL,  -- what is left of it
    granted_user_id text,
    is_granted_to_several boolean NOT NULL,
    granted_at timestamptz,
    movement_id text,
    is_granted_by_tieout boolean NOT NULL,
    is_ambiguous boolean NOT NULL,  -- a movement without a reference that may be this sale's

    completed_count bigint NOT NULL,
    failed_count bigint NOT NULL,
    purchase_id text,
    purchase_amount numeric,
    failed_purchase_id text,
    error_message text,

    -- Of a sale that nobody granted: what a webhook that comes late could still do.
    granting_events text,  -- delivered, pending or unknown: an event that was not found proves nothing
    payable_since bigint  -- Unix seconds
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

-- A paid credit purchase that this run can judge: its charge is known and lies in listed time.
CREATE VIEW tieout.sale AS
SELECT match.*, scope.since, scope.cut_off
FROM tieout.match
CROSS JOIN tieout.scope
WHERE match.exclusion IS NULL
  AND match.payment_status = 'paid'
  AND (match.charge_id IS NOT NULL OR match.grant_count > 0 OR match.created_at >= scope.since)
  AND (match.charge_id IS NOT NULL OR match.grant_count > 0 OR match.created_at < scope.cut_off - interval '25 hours');

-- A sale that the ledger shows no grant for and that nothing rules out: what a grant rule starts from.
CREATE VIEW tieout.ungranted_sale AS
SELECT
    sale.*,
    CASE
        WHEN sale.is_granted_by_tieout THEN 'journal_disagrees'
        WHEN sale.charge_id IS NULL THEN 'charge_unknown'
        -- First, because a person's approval lifts a dispute and a part refund, but no refund that is under way.
        WHEN sale.is_refund_pending THEN 'refund_pending'
        WHEN sale.is_disputed THEN 'disputed'
        WHEN sale.refunded_minor > 0 THEN 'partly_refunded'
        WHEN NOT sale.promise_is_proven THEN 'promise_unproven'
        WHEN sale.is_ambiguous THEN 'ambiguous_movement'
    END AS hold
FROM tieout.sale
WHERE sale.grant_count = 0
  -- A refund that is under way may still fail, and then the credits are due.
  AND (sale.refunded_minor < sale.captured_minor OR sale.is_refund_pending OR sale.charge_id IS NULL)
  AND NOT sale.buyer_is_disagreed
  AND NOT sale.credits_are_disagreed
  AND sale.buyer_exists
  AND sale.credits IS NOT NULL;

-- How many credits a granted session should have given: what was promised, or what the sources that disagree make of it.
-- One grant says it itself; of several, what is stated first counts, else an even share.
CREATE VIEW tieout.granted_promise AS
SELECT
    session_id,
    CASE
        WHEN credits_are_disagreed AND grant_count = 1 THEN given_credits
        WHEN credits > 0 THEN credits
        ELSE given_credits / grant_count
    END AS credits
FROM tieout.match
WHERE grant_count > 0;

-- A granted sale of which money went back, with the credits that are the buyer's to keep: in proportion to what stayed
-- paid, rounded in the buyer's favour, so that a full refund leaves none and several refunds take together what one would.
CREATE VIEW tieout.returned_sale AS
SELECT
    granted.*,
    promised_credits - floor(
        promised_credits::numeric * least(returned_minor, paid_minor) / paid_minor
    )::bigint AS kept_after_refunds,
    promised_credits - floor(
        promised_credits::numeric * least(returned_minor + lost_minor, paid_minor) / paid_minor
    )::bigint AS kept_after_disputes
FROM (
    SELECT
        sale.*,
        promise.credits AS promised_credits,
        -- Nobody knows of which part of nothing money went back.
        nullif(CASE WHEN sale.captured_minor > 0 THEN sale.captured_minor ELSE sale.amount_minor END, 0) AS paid_minor,
        -- What was granted twice is told and taken back as a duplicate.
        CASE WHEN sale.grant_count > 1 THEN least(sale.granted_credits, promise.credits)
            ELSE sale.granted_credits END AS held_credits
    FROM tieout.sale
    JOIN tieout.granted_promise AS promise ON promise.session_id = sale.session_id
    WHERE sale.grant_count > 0 AND (sale.returned_minor > 0 OR sale.lost_minor > 0)
) AS granted;

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

-- A charge that brought money and is known to belong to no session and no invoice that was listed or read.
CREATE VIEW tieout.unlinked_charge AS
SELECT charge.*
FROM tieout.stage_charge AS charge
LEFT JOIN (
    SELECT DISTINCT payment_intent FROM tieout.stage_checkout_session WHERE payment_intent IS NOT NULL
) AS session ON session.payment_intent = charge.payment_intent
LEFT JOIN (
    SELECT DISTINCT payment_intent FROM tieout.invoice_payment WHERE payment_intent IS NOT NULL
) AS by_intent ON by_intent.payment_intent = charge.payment_intent
LEFT JOIN (
    SELECT DISTINCT charge FROM tieout.invoice_payment WHERE charge IS NOT NULL
) AS by_charge ON by_charge.charge = charge.id
WHERE charge.status = 'succeeded'
  AND charge.captured
  AND charge.invoice IS NULL
  AND session.payment_intent IS NULL
  AND by_intent.payment_intent IS NULL
  AND by_charge.charge IS NULL;
