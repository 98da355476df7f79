-- Rows of the detail sheet, read in portions through a cursor; instants in Unix seconds.
DECLARE detail NO SCROLL CURSOR FOR
SELECT
    invoice.id AS stripe_id, extract(epoch FROM invoice.created)::bigint AS created_at, invoice.status, invoice.currency,
    invoice.amount_due AS amount_due_minor, invoice.amount_paid AS amount_paid_minor, invoice.billing_reason,
    invoice.subscription, logged.status AS ledger_status, state.state,
    coalesce(finding.kinds, state.reason) AS reason
FROM tieout.stage_invoice AS invoice
JOIN tieout.record_state AS state ON state.stripe_id = invoice.id
LEFT JOIN (
    SELECT stripe_invoice_id, min(status) AS status FROM tieout.ledger_invoice GROUP BY stripe_invoice_id
) AS logged ON logged.stripe_invoice_id = invoice.id
LEFT JOIN (
    SELECT finding.stripe_id, string_agg(finding.kind, ', ' ORDER BY finding.kind) AS kinds
    FROM tieout.finding
    JOIN tieout.scope ON scope.run_id = finding.last_run
    WHERE finding.status IN ('open', 'accepted')
    GROUP BY finding.stripe_id
) AS finding ON finding.stripe_id = invoice.id
ORDER BY invoice.created, invoice.id;
