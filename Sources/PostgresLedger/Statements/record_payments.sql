-- $1 rows as JSON, $2 run, $3 approver. A payment that was logged by now is left alone.
WITH key AS (
    SELECT * FROM jsonb_to_recordset($1) AS key (stripe_payment_intent_id text, fingerprint text)
),
inserted AS (
    INSERT INTO tieout.posting_payment (
        amount,  -- column amount
        currency,  -- column currency
        metadata,  -- column metadata
        created_at,  -- column created_at
        stripe_payment_intent_id, status
    )
    SELECT
        amount,  -- column amount
        currency,  -- column currency
        metadata,  -- column metadata
        created_at,  -- column created_at
        stripe_payment_intent_id, status
    FROM jsonb_populate_recordset(NULL::tieout.posting_payment, $1)
    ON CONFLICT DO NOTHING
    RETURNING stripe_payment_intent_id
)
INSERT INTO tieout.correction (stripe_id, action, run_id, fingerprint, posted_at, approved_by)
SELECT key.stripe_payment_intent_id, 'record_payment', $2, key.fingerprint, now(), $3
FROM key
JOIN inserted ON inserted.stripe_payment_intent_id = key.stripe_payment_intent_id
ON CONFLICT (stripe_id, action) DO UPDATE
SET run_id = excluded.run_id, posted_at = excluded.posted_at, approved_by = excluded.approved_by
RETURNING stripe_id;
