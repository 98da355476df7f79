-- The invoice log holds another amount paid than Stripe. Where the statuses differ too, that is told instead.
SELECT
    'invoice_amount_mismatch' AS kind,
    'invoice_amount_mismatch:' || invoice.id AS fingerprint,
    invoice.id AS stripe_id,
    logged.ledger_id,
    NULL::text AS user_id,
    invoice.currency,
    invoice.amount_paid AS expected_minor,
    round(logged.amount_paid * coalesce(exponent.minor_per_major, 100))::bigint AS recorded_minor,
    NULL::bigint AS credits,
    coalesce(invoice.paid_at, invoice.created) AS occurred_at,
    jsonb_strip_nulls(jsonb_build_object(
        'recorded_status', logged.status, 'recorded', logged.amount_paid::text,
        'amount_paid_minor', invoice.amount_paid::text, 'currency', invoice.currency
    )) AS detail
FROM tieout.stage_invoice AS invoice
JOIN tieout.ledger_invoice AS logged ON logged.stripe_invoice_id = invoice.id
LEFT JOIN tieout.currency_exponent AS exponent ON exponent.currency = invoice.currency
WHERE (invoice.status = logged.status OR (invoice.status = 'open' AND logged.status = 'payment_failed'))
  AND logged.amount_paid * coalesce(exponent.minor_per_major, 100) <> invoice.amount_paid
  -- Before basil, what was paid outside Stripe did not count as paid.
  AND NOT (invoice.status = 'paid' AND invoice.amount_paid = 0 AND invoice.amount_due > 0)
ORDER BY occurred_at, stripe_id;
