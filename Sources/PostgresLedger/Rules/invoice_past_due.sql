-- An invoice is still open after its due date, or after an attempt to collect it: what finance wants to be told.
SELECT
    'invoice_past_due' AS kind,
    'invoice_past_due:' || invoice.id AS fingerprint,
    invoice.id AS stripe_id,
    NULL::text AS ledger_id,
    NULL::text AS user_id,
    invoice.currency,
    invoice.amount_due AS expected_minor,
    invoice.amount_paid AS recorded_minor,
    NULL::bigint AS credits,
    coalesce(invoice.due_date, invoice.finalized_at, invoice.created) AS occurred_at,
    jsonb_strip_nulls(jsonb_build_object(
        'attempts', invoice.attempt_count::text, 'subscription', invoice.subscription, 'customer', invoice.customer,
        'next_attempt', to_char(invoice.next_payment_attempt AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
    )) AS detail
FROM tieout.stage_invoice AS invoice
CROSS JOIN tieout.scope
WHERE invoice.status = 'open'
  AND (invoice.due_date < scope.cut_off OR invoice.attempt_count > 0)
ORDER BY occurred_at, stripe_id;
