-- What a sale is worth once money went back, and what its package says of it: more columns of the match, and the views
-- over it made anew, because a view keeps the columns that there were when it was made.
DROP VIEW tieout.ungranted_sale;
DROP VIEW tieout.sale;

ALTER TABLE tieout.match
    ADD given_credits bigint NOT NULL DEFAULT 0,  -- of all movements that gave; granted_credits is what is left of it
    ADD returned_minor bigint NOT NULL DEFAULT 0,  -- refunds that went through; refunded_minor has those under way too
    ADD lost_minor bigint NOT NULL DEFAULT 0,  -- disputes that were lost
    ADD packages_are_disagreed boolean NOT NULL DEFAULT false,
    ADD price_minor bigint,  -- the package's price in US cents, where the package was not changed after the sale
    ADD priced_minor bigint;  -- the session's amount before discount and tax, where the seller's currency is USD

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
        WHEN sale.is_disputed THEN 'disputed'
        WHEN sale.is_refund_pending THEN 'refund_pending'
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
