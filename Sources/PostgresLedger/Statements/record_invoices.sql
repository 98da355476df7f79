-- $1 rows as JSON, $2 run, $3 approver. An invoice that was logged by now is left alone.
WITH key AS (
    SELECT * FROM jsonb_to_recordset($1) AS key (stripe_invoice_id text, fingerprint text)
),
inserted AS (
    INSERT INTO tieout.posting_invoice (
        stripe_subscription_id,  -- column stripe_subscription_id
        amount_paid,  -- column amount_paid
        amount_due,  -- column amount_due
        currency,  -- column currency
        billing_reason,  -- column billing_reason
        created_at,  -- column created_at
        stripe_invoice_id, status
    )
    SELECT
        stripe_subscription_id,  -- column stripe_subscription_id
        amount_paid,  -- column amount_paid
        amount_due,  -- column amount_due
        currency,  -- column currency
        billing_reason,  -- column billing_reason
        created_at,  -- column created_at
        stripe_invoice_id, status
    FROM jsonb_populate_recordset(NULL::tieout.posting_invoice, $1)
    ON CONFLICT DO NOTHING
    RETURNING stripe_invoice_id
)
INSERT INTO tieout.correction (stripe_id, action, run_id, fingerprint, posted_at, approved_by)
SELECT key.stripe_invoice_id, 'record_invoice', $2, key.fingerprint, now(), $3
FROM key
JOIN inserted ON inserted.stripe_invoice_id = key.stripe_invoice_id
ON CONFLICT (stripe_id, action) DO UPDATE
SET run_id = excluded.run_id, posted_at = excluded.posted_at, approved_by = excluded.approved_by
RETURNING stripe_id;
