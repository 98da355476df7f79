-- $1 rows as JSON, $2 run, $3 approver. Only a row that still says what the rule saw, in whichever of its words, is
-- set; without an expected status, its amount.
WITH wanted AS (
    SELECT key.*, value.status, value.amount_paid
    FROM jsonb_array_elements($1) AS element (row)
    CROSS JOIN jsonb_to_record(element.row) AS key (
        stripe_id text, fingerprint text, recorded_words text[], recorded_amount numeric
    )
    CROSS JOIN jsonb_populate_record(NULL::tieout.posting_invoice, element.row) AS value
),
updated AS (
    UPDATE tieout.posting_invoice AS row
    SET
        amount_paid = coalesce(wanted.amount_paid, row.amount_paid),  -- column amount_paid
        status = coalesce(wanted.status, row.status)
    FROM wanted
    WHERE row.stripe_invoice_id = wanted.stripe_id
      AND (row.status::text = ANY (wanted.recorded_words) OR (row.status IS NULL AND wanted.recorded_words IS NULL))
      AND (wanted.recorded_amount IS NULL OR row.amount_paid = wanted.recorded_amount)
    RETURNING row.stripe_invoice_id AS stripe_id
)
INSERT INTO tieout.correction (stripe_id, action, run_id, fingerprint, posted_at, approved_by)
SELECT wanted.stripe_id, 'sync_invoice', $2, wanted.fingerprint, now(), $3
FROM wanted
JOIN updated ON updated.stripe_id = wanted.stripe_id
ON CONFLICT (stripe_id, action) DO UPDATE
SET run_id = excluded.run_id, posted_at = excluded.posted_at, approved_by = excluded.approved_by
RETURNING stripe_id;
