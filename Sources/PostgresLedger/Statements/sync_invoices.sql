-- $1 rows as JSON, $2 run. Only a row that still says what the rule saw is set; without an expected status, its amount.
WITH wanted AS (
    SELECT * FROM jsonb_to_recordset($1) AS wanted (
        stripe_id text, fingerprint text, recorded_status text, expected_status text, amount_paid numeric,
        recorded_amount numeric
    )
),
updated AS (
    UPDATE tieout.posting_invoice AS row
    SET status = coalesce(wanted.expected_status, row.status),
        amount_paid = coalesce(wanted.amount_paid, row.amount_paid)
    FROM wanted
    WHERE row.stripe_invoice_id = wanted.stripe_id
      AND row.status IS NOT DISTINCT FROM wanted.recorded_status
      AND (wanted.recorded_amount IS NULL OR row.amount_paid = wanted.recorded_amount)
    RETURNING row.stripe_invoice_id AS stripe_id
)
INSERT INTO tieout.correction (stripe_id, action, run_id, fingerprint, posted_at)
SELECT wanted.stripe_id, 'sync_invoice', $2, wanted.fingerprint, now()
FROM wanted
JOIN updated ON updated.stripe_id = wanted.stripe_id
ON CONFLICT (stripe_id, action) DO UPDATE SET run_id = excluded.run_id, posted_at = excluded.posted_at
RETURNING stripe_id;
