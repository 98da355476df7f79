-- The invoice log says otherwise than Stripe. A failed attempt of an invoice that is still open is what the log should say.
SELECT
    'invoice_status_mismatch' AS kind,
    'invoice_status_mismatch:' || invoice.id AS fingerprint,
    invoice.id AS stripe_id,
    logged.ledger_id,
    NULL::text AS user_id,
    invoice.currency,
    NULL::bigint AS expected_minor,
    NULL::bigint AS recorded_minor,
    NULL::bigint AS credits,
    coalesce(invoice.paid_at, invoice.created) AS occurred_at,
    jsonb_strip_nulls(jsonb_build_object(
        'expected_status', invoice.status, 'recorded_status', logged.status,
        'amount_paid_minor', invoice.amount_paid::text, 'currency', invoice.currency
    )) AS detail
FROM tieout.stage_invoice AS invoice
JOIN tieout.ledger_invoice AS logged ON logged.stripe_invoice_id = invoice.id
WHERE invoice.status IN ('paid', 'open', 'draft', 'uncollectible', 'void')
  AND invoice.status IS DISTINCT FROM logged.status
  AND NOT (invoice.status = 'open' AND coalesce(logged.status, '') = 'payment_failed')
ORDER BY occurred_at, stripe_id;
