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

-- What went back or tries to, each refund and dispute by itself, with the credits of the sale that go with it, and how
-- many of them the ledger has taken back: the first that went back is settled first.
CREATE VIEW tieout.payment_return AS
WITH back AS (
    SELECT
        'refund' AS return, refund.id AS stripe_id, refund.created AS occurred_at, refund.currency,
        refund.amount AS amount_minor, coalesce(refund.status, 'pending') AS status, refund.reason,
        coalesce(refund.charge, charge.id) AS charge,
        coalesce(refund.payment_intent, charge.payment_intent) AS payment_intent,
        refund.status = 'succeeded' AS went_back,
        coalesce(refund.status IN ('failed', 'canceled'), false) AS stayed
    FROM tieout.stage_refund AS refund
    LEFT JOIN tieout.stage_charge AS charge ON charge.id = refund.charge
    UNION ALL
    SELECT
        'dispute', dispute.id, dispute.created, dispute.currency, dispute.amount, dispute.status, dispute.reason,
        dispute.charge, coalesce(dispute.payment_intent, charge.payment_intent), dispute.status = 'lost',
        dispute.status IN ('won', 'warning_closed', 'prevented')
    FROM tieout.stage_dispute AS dispute
    LEFT JOIN tieout.stage_charge AS charge ON charge.id = dispute.charge
),
-- A sale that was granted, with what was taken back of the grant.
granted AS (
    SELECT
        booked.payment_intent, booked.promised_credits, booked.charged_minor, booked.returned_minor,
        greatest(match.given_credits - match.granted_credits, 0) AS taken_credits
    FROM tieout.booked
    JOIN tieout.match ON match.session_id = booked.session_id
    WHERE booked.grant_count > 0 AND booked.payment_intent IS NOT NULL
),
-- What a charge says was refunded and no listed refund shows, went back before the period.
listed AS (
    SELECT payment_intent, sum(amount_minor) AS amount_minor
    FROM back
    WHERE went_back AND return = 'refund'
    GROUP BY payment_intent
),
added_up AS (
    SELECT
        back.stripe_id, granted.promised_credits, granted.charged_minor, granted.taken_credits,
        greatest(granted.returned_minor - coalesce(listed.amount_minor, 0), 0)
            + sum(back.amount_minor) OVER upto AS back_minor,
        greatest(granted.returned_minor - coalesce(listed.amount_minor, 0), 0)
            + sum(back.amount_minor) OVER upto - back.amount_minor AS back_before_minor
    FROM back
    JOIN granted ON granted.payment_intent = back.payment_intent
    LEFT JOIN listed ON listed.payment_intent = back.payment_intent
    WHERE back.went_back
    WINDOW upto AS (PARTITION BY back.payment_intent ORDER BY back.occurred_at, back.stripe_id)
),
due AS (
    SELECT
        stripe_id, upto - before AS credits, least(greatest(taken_credits - before, 0), upto - before) AS settled_credits
    FROM (
        SELECT
            stripe_id, taken_credits,
            floor(promised_credits * least(back_minor, charged_minor) / greatest(charged_minor, 1))::bigint AS upto,
            floor(promised_credits * least(back_before_minor, charged_minor) / greatest(charged_minor, 1))::bigint
                AS before
        FROM added_up
    ) AS cumulated
)
SELECT
    back.return, back.stripe_id, back.occurred_at, back.currency, back.amount_minor, back.status, back.reason,
    back.charge, back.payment_intent, sold.session_id AS session, sold.user_id, sold.package_id,
    due.credits, due.settled_credits AS taken_back_credits, due.credits - due.settled_credits AS owed_credits,
    CASE
        WHEN back.stayed THEN 'nothing_went_back'
        WHEN NOT back.went_back THEN 'under_way'
        WHEN due.stripe_id IS NULL THEN 'nothing_was_granted'
        WHEN due.settled_credits = due.credits THEN 'taken_back'
        WHEN due.settled_credits > 0 THEN 'partly_taken_back'
        ELSE 'owed'
    END AS ledger_status
FROM back
LEFT JOIN tieout.paying_session AS sold ON sold.payment_intent = back.payment_intent
LEFT JOIN due ON due.stripe_id = back.stripe_id;
