-- $1 rows as JSON, $2 run. Only a row that still says what the rule saw is set.
WITH wanted AS (
    SELECT * FROM jsonb_to_recordset($1) AS wanted (
        stripe_id text, fingerprint text, recorded_status text, expected_status text
    )
),
updated AS (
    UPDATE tieout.posting_payment AS row
    SET status = wanted.expected_status
    FROM wanted
    WHERE row.stripe_payment_intent_id = wanted.stripe_id
      AND row.status IS NOT DISTINCT FROM wanted.recorded_status
    RETURNING row.stripe_payment_intent_id AS stripe_id
)
INSERT INTO tieout.correction (stripe_id, action, run_id, fingerprint, posted_at)
SELECT wanted.stripe_id, 'sync_payment', $2, wanted.fingerprint, now()
FROM wanted
JOIN updated ON updated.stripe_id = wanted.stripe_id
ON CONFLICT (stripe_id, action) DO UPDATE SET run_id = excluded.run_id, posted_at = excluded.posted_at
RETURNING stripe_id;
