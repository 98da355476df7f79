-- An invoice was paid and the invoice log has no row of it.
SELECT
    'missing_invoice_log' AS kind,
    'missing_invoice_log:' || invoice.id AS fingerprint,
    invoice.id AS stripe_id,
    NULL::text AS ledger_id,
    NULL::text AS user_id,
    invoice.currency,
    invoice.amount_paid AS expected_minor,
    0::bigint AS recorded_minor,
    NULL::bigint AS credits,
    coalesce(invoice.paid_at, invoice.created) AS occurred_at,
    jsonb_strip_nulls(jsonb_build_object(
        'status', invoice.status, 'amount_due', invoice.amount_due::text, 'billing_reason', invoice.billing_reason,
        'subscription', invoice.subscription
    )) AS detail
FROM tieout.stage_invoice AS invoice
-- Where the application keeps such a log at all.
CROSS JOIN (SELECT DISTINCT view_name FROM tieout.ledger_mapped WHERE view_name = 'ledger_invoice') AS kept
LEFT JOIN tieout.ledger_invoice AS logged ON logged.stripe_invoice_id = invoice.id
WHERE invoice.status = 'paid' AND logged.ledger_id IS NULL
ORDER BY occurred_at, stripe_id;
