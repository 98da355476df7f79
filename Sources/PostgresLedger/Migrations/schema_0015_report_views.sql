-- What the reports list beside the records: what failed to be paid. What went back is in schema_0019_roll_forward.sql.

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
