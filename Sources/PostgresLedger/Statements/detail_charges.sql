-- Rows of the detail sheet, read in portions through a cursor; instants in Unix seconds.
DECLARE detail NO SCROLL CURSOR FOR
SELECT
    charge.id AS stripe_id, extract(epoch FROM charge.created)::bigint AS created_at, charge.status, charge.currency, charge.amount AS amount_minor,
    charge.amount_captured AS captured_minor, charge.amount_refunded AS refunded_minor, charge.payment_intent, match.session_id AS session,
    coalesce(charge.invoice, payment.invoice) AS invoice, charge.failure_code, state.state,
    coalesce(finding.kinds, state.reason) AS reason
FROM tieout.stage_charge AS charge
JOIN tieout.record_state AS state ON state.stripe_id = charge.id
LEFT JOIN (
    SELECT payment_intent, min(session_id) AS session_id FROM tieout.match GROUP BY payment_intent
) AS match ON match.payment_intent = charge.payment_intent
LEFT JOIN (
    SELECT payment_intent, min(invoice) AS invoice FROM tieout.invoice_payment GROUP BY payment_intent
) AS payment ON payment.payment_intent = charge.payment_intent
LEFT JOIN (
    SELECT finding.stripe_id, string_agg(finding.kind, ', ' ORDER BY finding.kind) AS kinds
    FROM tieout.finding
    JOIN tieout.scope ON scope.run_id = finding.last_run
    WHERE finding.status IN ('open', 'accepted')
    GROUP BY finding.stripe_id
) AS finding ON finding.stripe_id = charge.id
ORDER BY charge.created, charge.id;
