-- What the reports list beside the records: what failed to be paid, and what went back.

-- The session that a payment intent pays, of those that were matched; one of them where there should be no second.
CREATE VIEW tieout.paying_session AS
SELECT sold.payment_intent, sold.session_id, match.user_id, match.package_id, match.credits
FROM (
    SELECT payment_intent, min(session_id) AS session_id
    FROM tieout.match
    WHERE payment_intent IS NOT NULL
    GROUP BY payment_intent
) AS sold
JOIN tieout.match ON match.session_id = sold.session_id;

-- What failed to be paid: a charge that was declined, an invoice that is due or given up, a checkout page that expired.
CREATE VIEW tieout.payment_failure AS
SELECT
    'charge_failed' AS failure, charge.id AS stripe_id, charge.created AS occurred_at, charge.currency,
    charge.amount AS amount_minor, coalesce(charge.failure_code, 'not_told') AS code, charge.failure_message AS message,
    -- The buyer tried again, and another charge of the same payment brought the money.
    paid.payment_intent IS NOT NULL AS is_paid_later,
    sold.user_id, sold.package_id, sold.credits, charge.payment_intent, sold.session_id AS session,
    coalesce(charge.invoice, billed.invoice) AS invoice, NULL::text AS subscription, NULL::bigint AS attempts,
    NULL::timestamptz AS next_attempt
FROM tieout.stage_charge AS charge
LEFT JOIN tieout.paying_session AS sold ON sold.payment_intent = charge.payment_intent
LEFT JOIN (
    SELECT payment_intent, min(invoice) AS invoice FROM tieout.invoice_payment GROUP BY payment_intent
) AS billed ON billed.payment_intent = charge.payment_intent
LEFT JOIN (
    SELECT payment_intent FROM tieout.stage_charge WHERE status = 'succeeded' GROUP BY payment_intent
) AS paid ON paid.payment_intent = charge.payment_intent
WHERE charge.status = 'failed'
UNION ALL
SELECT
    CASE invoice.status WHEN 'uncollectible' THEN 'invoice_uncollectible' ELSE 'invoice_past_due' END, invoice.id,
    coalesce(invoice.due_date, invoice.finalized_at, invoice.created), invoice.currency,
    coalesce(invoice.amount_remaining, invoice.amount_due - invoice.amount_paid),
    coalesce(invoice.billing_reason, 'not_told'), NULL, false, NULL, NULL, NULL, invoice.payment_intent, NULL, NULL,
    invoice.subscription, invoice.attempt_count, invoice.next_payment_attempt
FROM tieout.stage_invoice AS invoice
CROSS JOIN tieout.scope
WHERE invoice.status = 'uncollectible'
   OR (invoice.status = 'open' AND (invoice.due_date < scope.cut_off OR invoice.attempt_count > 0))
UNION ALL
SELECT
    'session_expired', session.id,
    -- A page that was closed by hand says when it would have expired by itself.
    CASE WHEN session.expires_at < scope.cut_off THEN session.expires_at ELSE session.created END, session.currency,
    session.amount_total, 'expired', NULL, false, match.user_id, match.package_id, match.credits,
    session.payment_intent, session.id, session.invoice, session.subscription, NULL, NULL
FROM tieout.stage_checkout_session AS session
CROSS JOIN tieout.scope
LEFT JOIN tieout.match ON match.session_id = session.id
WHERE session.status = 'expired' AND session.payment_status = 'unpaid';

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
