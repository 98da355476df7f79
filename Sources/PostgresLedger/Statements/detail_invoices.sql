SELECT
    invoice.id AS stripe_id, invoice.created AS created_at, invoice.status, invoice.currency,
    invoice.amount_due AS amount_due_minor, invoice.amount_paid AS amount_paid_minor, invoice.billing_reason,
    invoice.subscription, logged.status AS ledger_status, state.state, state.reason
FROM tieout.stage_invoice AS invoice
JOIN tieout.record_state AS state ON state.stripe_id = invoice.id
LEFT JOIN (
    SELECT stripe_invoice_id, min(status) AS status FROM tieout.ledger_invoice GROUP BY stripe_invoice_id
) AS logged ON logged.stripe_invoice_id = invoice.id
ORDER BY invoice.created, invoice.id;
