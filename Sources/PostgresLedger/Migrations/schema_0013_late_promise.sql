-- The match without what only findings need: a sale's sources are columns, and their JSON is made for the sales that a
-- rule reports. What is made anew here holds the rows of one run.
DROP TABLE IF EXISTS tieout.evidence, tieout.match CASCADE;

-- Every ledger row that speaks of a session by another id than the session's own, or that stands in another log than the
-- journal.
CREATE UNLOGGED TABLE tieout.joined_evidence (
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

-- Every ledger row that speaks of a session. A movement that carries the session's own id and no other is known already.
CREATE VIEW tieout.evidence AS
SELECT session_id, source, ledger_id, user_id, credits, amount, status, error_message, created_at
FROM tieout.joined_evidence
UNION ALL
SELECT stripe_id, 'movement', ledger_id, user_id, credits, NULL, type, NULL, created_at
FROM tieout.ledger_reference
WHERE is_only AND stripe_id LIKE 'cs\_%' AND type IS DISTINCT FROM 'consume';

-- One row a session: sold (session), promised (checkout row, metadata, package), paid (charge), granted (movement, purchase).
-- What rules select by comes first, of fixed length before the rest: so a row that is not selected is hardly read.
CREATE UNLOGGED TABLE tieout.match (
    created_at timestamptz NOT NULL,

    captured_minor bigint NOT NULL,
    refunded_minor bigint NOT NULL,  -- with refunds that are under way
    returned_minor bigint NOT NULL,  -- refunds that went through
    lost_minor bigint NOT NULL,  -- disputes that were lost
    grant_count bigint NOT NULL,
    given_credits bigint NOT NULL,  -- of all movements that gave
    granted_credits bigint NOT NULL,  -- what is left of it
    completed_count bigint NOT NULL,
    failed_count bigint NOT NULL,

    is_of_listed_time boolean NOT NULL,  -- its charge or its grant is known, or would be
    livemode boolean NOT NULL,
    is_refund_pending boolean NOT NULL,
    is_disputed boolean NOT NULL,
    is_charged_otherwise boolean NOT NULL,  -- a charge in another currency than the session
    buyer_is_disagreed boolean NOT NULL,
    buyer_exists boolean NOT NULL,
    credits_are_disagreed boolean NOT NULL,
    packages_are_disagreed boolean NOT NULL,
    promise_is_proven boolean NOT NULL,  -- metadata alone never grants
    is_granted_to_several boolean NOT NULL,
    is_granted_by_tieout boolean NOT NULL,
    is_logged_otherwise boolean NOT NULL,  -- a completed purchase of another amount, or several of them
    is_ambiguous boolean NOT NULL,  -- a movement without a reference that may be this sale's

    payment_status text NOT NULL,
    exclusion text,  -- why it is no credit purchase: subscription, setup, other_product
    status text,
    charge_id text,
    credits bigint,  -- the promise, where all that state it agree
    user_id text,  -- the buyer, where all that name one agree
    granted_user_id text,
    price_minor bigint,  -- the package's price in US cents, where the package was not changed after the sale
    priced_minor bigint,  -- the session's amount before discount and tax, where the seller's currency is USD
    amount_minor bigint,
    purchase_amount numeric,
    session_id text NOT NULL,

    currency text,
    payment_intent text,
    customer text,
    paid_at timestamptz,
    checkout_id text,
    checkout_status text,
    package_id text,
    granted_at timestamptz,
    movement_id text,
    purchase_id text,
    failed_purchase_id text,
    error_message text,

    -- Every source's word.
    checkout_user_id text,
    metadata_user_id text,
    client_reference_user_id text,
    customer_user_id text,
    checkout_credits bigint,
    metadata_credits text,
    package_credits bigint,
    package_price numeric,
    checkout_package_id text,
    metadata_package_id text,

    -- Of a sale that nobody granted: what a webhook that comes late could still do.
    granting_events text,  -- delivered, pending or unknown: an event that was not found proves nothing
    payable_since bigint  -- Unix seconds
);

-- The match with what is made of it only where it is asked for.
CREATE VIEW tieout.match_with_promise AS
SELECT
    match.*,
    -- Every source's word; all as text, since jsonb_build_object would look up each value's type.
    jsonb_strip_nulls(jsonb_object(ARRAY[
        'checkout_user_id', checkout_user_id, 'metadata_user_id', metadata_user_id,
        'client_reference_user_id', client_reference_user_id, 'customer_user_id', customer_user_id,
        'checkout_credits', checkout_credits::text, 'metadata_credits', metadata_credits,
        'package_credits', package_credits::text, 'package_price', package_price::text,
        'checkout_package_id', checkout_package_id, 'metadata_package_id', metadata_package_id
    ])) AS promise,
    -- How many credits a granted session should have given: what was promised, or what the sources that disagree make of
    -- it. One grant says it itself; of several, what is stated first counts, else an even share.
    CASE
        WHEN grant_count = 0 THEN NULL
        WHEN credits_are_disagreed AND grant_count = 1 THEN given_credits
        WHEN credits > 0 THEN credits
        ELSE given_credits / grant_count
    END AS promised_credits
FROM tieout.match;

-- A paid credit purchase that this run can judge: its charge is known and lies in listed time.
CREATE VIEW tieout.sale AS
SELECT *
FROM tieout.match_with_promise
WHERE is_of_listed_time AND exclusion IS NULL AND payment_status = 'paid';

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
        -- Nobody knows of which part of nothing money went back.
        nullif(CASE WHEN sale.captured_minor > 0 THEN sale.captured_minor ELSE sale.amount_minor END, 0) AS paid_minor,
        -- What was granted twice is told and taken back as a duplicate.
        CASE WHEN sale.grant_count > 1 THEN least(sale.granted_credits, sale.promised_credits)
            ELSE sale.granted_credits END AS held_credits
    FROM tieout.sale
    WHERE sale.grant_count > 0 AND (sale.returned_minor > 0 OR sale.lost_minor > 0)
) AS granted;

-- A charge that brought money and is known to belong to no session and no invoice that was listed or read.
CREATE OR REPLACE VIEW tieout.unlinked_charge AS
SELECT charge.*
FROM tieout.stage_charge AS charge
LEFT JOIN tieout.stage_checkout_session AS session ON session.payment_intent = charge.payment_intent
LEFT JOIN tieout.invoice_payment AS by_intent ON by_intent.payment_intent = charge.payment_intent
LEFT JOIN tieout.invoice_payment AS by_charge ON by_charge.charge = charge.id
WHERE charge.status = 'succeeded'
  AND charge.captured
  AND charge.invoice IS NULL
  -- Without a partner, so that several partners of one charge are no several charges.
  AND session.payment_intent IS NULL
  AND by_intent.payment_intent IS NULL
  AND by_charge.charge IS NULL;
