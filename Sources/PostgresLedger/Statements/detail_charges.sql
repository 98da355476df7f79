SELECT
    charge.id AS stripe_id, charge.created AS created_at, charge.status, charge.currency, charge.amount AS amount_minor,
    charge.amount_captured AS captured_minor, charge.amount_refunded AS refunded_minor, charge.payment_intent, match.session_id AS session,
    coalesce(charge.invoice, payment.invoice) AS invoice, charge.failure_code, state.state, state.reason
FROM tieout.stage_charge AS charge
JOIN tieout.record_state AS state ON state.stripe_id = charge.id
LEFT JOIN (
    SELECT payment_intent, min(session_id) AS session_id FROM tieout.match GROUP BY payment_intent
) AS match ON match.payment_intent = charge.payment_intent
LEFT JOIN (
    SELECT payment_intent, min(invoice) AS invoice FROM tieout.invoice_payment GROUP BY payment_intent
) AS payment ON payment.payment_intent = charge.payment_intent
ORDER BY charge.created, charge.id;
