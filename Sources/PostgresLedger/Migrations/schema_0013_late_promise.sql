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

-- How a period's sales are told as movements from an opening to a closing, per currency: what came in, what went back,
-- and what the ledger shows of it.

-- A sale as the tie-out counts it, in the session's currency: what was paid and promised, what of it stayed, and what the
-- ledger shows. Credits go with the money that goes back, rounded in the buyer's favour.
CREATE VIEW tieout.booked_sale AS
SELECT
    stayed.*,
    -- Where the ledger has the credits right, it has the money right; else it has as much of it as of the credits.
    CASE
        WHEN grant_count = 0 THEN 0
        WHEN standing_credits = stayed_credits THEN stayed_minor
        WHEN standing_credits = promised_credits OR promised_credits = 0 THEN paid_minor
        ELSE floor(paid_minor::numeric * standing_credits / promised_credits)::bigint
    END AS ledger_minor
FROM (
    SELECT
        paid.*,
        paid_minor - floor(paid_minor::numeric * gone_minor / greatest(charged_minor, 1))::bigint AS stayed_minor,
        promised_credits - floor(promised_credits::numeric * gone_minor / greatest(charged_minor, 1))::bigint
            AS stayed_credits
    FROM (
        SELECT
            sold.*, least(returned_minor + lost_minor, charged_minor) AS gone_minor
        FROM (
            SELECT
                sale.session_id, sale.currency, sale.payment_intent, sale.amount_minor, sale.credits, sale.grant_count,
                sale.is_granted_by_tieout, sale.refunded_minor, sale.is_disputed, scope.since, scope.cut_off,
                coalesce(sale.paid_at, sale.created_at) AS paid_at,
                sale.granted_credits AS standing_credits,
                coalesce(sale.promised_credits, greatest(coalesce(sale.credits, 0), 0)) AS promised_credits,
                -- A charge in the currency that the buyer was shown says nothing of the amount in the session's.
                CASE WHEN charge.currency = sale.currency AND sale.captured_minor > 0 THEN sale.captured_minor
                    ELSE coalesce(sale.amount_minor, 0) END AS paid_minor,
                greatest(CASE WHEN sale.captured_minor > 0 THEN sale.captured_minor
                    ELSE coalesce(sale.amount_minor, 0) END, 0) AS charged_minor,
                sale.returned_minor, sale.lost_minor
            FROM tieout.sale
            CROSS JOIN tieout.scope
            LEFT JOIN tieout.stage_charge AS charge ON charge.id = sale.charge_id
        ) AS sold
    ) AS paid
) AS stayed;

-- What explains that the ledger differs from what was paid. A low finding is about a log row and explains nothing.
CREATE VIEW tieout.judged_sale AS
SELECT
    sale.*,
    CASE
        WHEN named.is_correctable THEN 'waiting'
        WHEN named.stripe_id IS NOT NULL THEN 'found'
        WHEN state.verdict NOT IN ('matched', 'unexplained') THEN 'excluded'
        -- More was taken back than money went back, or before it did.
        WHEN sale.grant_count > 0 AND state.verdict = 'matched' AND sale.standing_credits < sale.stayed_credits
            THEN 'taken_back'
        ELSE 'unreconciled'
    END AS explanation
FROM tieout.booked_sale AS sale
JOIN tieout.record_state AS state
    ON state.stripe_id = sale.session_id AND state.record_kind = 'checkout_session'
LEFT JOIN (
    SELECT
        finding.stripe_id,
        bool_or(
            finding.status = 'open'
            AND finding.kind IN ('missed_purchase', 'failed_fulfilment', 'uncredited_purchase')
        ) AS is_correctable
    FROM tieout.finding
    JOIN tieout.scope ON scope.run_id = finding.last_run
    WHERE finding.status IN ('open', 'accepted') AND finding.severity <> 'low' AND finding.stripe_id IS NOT NULL
    GROUP BY finding.stripe_id
) AS named ON named.stripe_id = sale.session_id;

-- A paid sale with what explains that the ledger differs: made once a run, of judged_sale, for all that adds it up.
CREATE UNLOGGED TABLE tieout.booked (
    paid_at timestamptz NOT NULL,
    since timestamptz NOT NULL,
    cut_off timestamptz NOT NULL,
    amount_minor bigint,
    credits bigint,
    grant_count bigint NOT NULL,
    standing_credits bigint NOT NULL,
    promised_credits bigint NOT NULL,
    paid_minor bigint NOT NULL,
    charged_minor bigint NOT NULL,
    returned_minor bigint NOT NULL,
    stayed_minor bigint NOT NULL,
    stayed_credits bigint NOT NULL,
    ledger_minor bigint NOT NULL,
    is_granted_by_tieout boolean NOT NULL,
    currency text,
    session_id text NOT NULL,
    payment_intent text,
    explanation text NOT NULL
);

-- What came in and went back, dated: summed up before a moment they are the opening, within a period its movements.
-- Refunds that only the charge tells of were made before the period, or after the cut-off if the charge is of the period.
CREATE VIEW tieout.sale_entry AS
WITH sale AS (
    SELECT * FROM tieout.booked
),
listed AS (
    SELECT sale.session_id, back.stripe_id, back.occurred_at, back.amount_minor, back.is_refund
    FROM sale
    JOIN tieout.money_back AS back ON back.payment_intent = sale.payment_intent
),
went_back AS (
    SELECT session_id, stripe_id, occurred_at, amount_minor FROM listed
    UNION ALL
    SELECT
        sale.session_id, '', CASE WHEN sale.paid_at < sale.since THEN sale.paid_at ELSE sale.cut_off END,
        sale.returned_minor - coalesce(refund.amount_minor, 0)
    FROM sale
    LEFT JOIN (
        SELECT session_id, sum(amount_minor) AS amount_minor FROM listed WHERE is_refund GROUP BY session_id
    ) AS refund ON refund.session_id = sale.session_id
    WHERE sale.returned_minor > coalesce(refund.amount_minor, 0)
),
added_up AS (
    SELECT
        sale.session_id, sale.currency, sale.paid_at, sale.since, sale.cut_off, sale.paid_minor, sale.promised_credits,
        sale.charged_minor, went_back.occurred_at,
        least(sum(went_back.amount_minor) OVER upto, sale.charged_minor) AS back_minor,
        least(sum(went_back.amount_minor) OVER upto - went_back.amount_minor, sale.charged_minor) AS back_before_minor
    FROM went_back
    JOIN sale ON sale.session_id = went_back.session_id
    WINDOW upto AS (PARTITION BY sale.session_id ORDER BY went_back.occurred_at, went_back.stripe_id)
)
SELECT
    session_id, currency, paid_at, since, cut_off, paid_at AS occurred_at, 'purchase' AS line,
    paid_minor AS amount_minor, promised_credits AS credits
FROM sale
UNION ALL
SELECT
    session_id, currency, paid_at, since, cut_off, occurred_at, 'returned',
    floor(paid_minor * back_minor / greatest(charged_minor, 1))::bigint
        - floor(paid_minor * back_before_minor / greatest(charged_minor, 1))::bigint,
    floor(promised_credits * back_minor / greatest(charged_minor, 1))::bigint
        - floor(promised_credits * back_before_minor / greatest(charged_minor, 1))::bigint
FROM added_up;
