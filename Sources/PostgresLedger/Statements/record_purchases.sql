-- $1 rows as JSON, $2 run, $3 approver, $4 the words for a completed purchase. A session that has a completed row by now is left alone.
WITH wanted AS (
    SELECT * FROM jsonb_populate_recordset(NULL::tieout.posting_purchase, $1)
),
key AS (
    SELECT * FROM jsonb_to_recordset($1) AS key (stripe_session_id text, fingerprint text)
),
inserted AS (
    INSERT INTO tieout.posting_purchase (
        package_id,  -- column package_id
        amount,  -- column amount
        currency,  -- column currency
        payment_method,  -- column payment_method
        status,  -- column status
        stripe_payment_intent_id,  -- column stripe_payment_intent_id
        stripe_customer_id,  -- column stripe_customer_id
        completed_at,  -- column completed_at
        created_at,  -- column created_at
        user_id, credits, stripe_session_id
    )
    SELECT
        wanted.package_id,  -- column package_id
        wanted.amount,  -- column amount
        wanted.currency,  -- column currency
        wanted.payment_method,  -- column payment_method
        wanted.status,  -- column status
        wanted.stripe_payment_intent_id,  -- column stripe_payment_intent_id
        wanted.stripe_customer_id,  -- column stripe_customer_id
        wanted.completed_at,  -- column completed_at
        now(),  -- column created_at
        wanted.user_id, wanted.credits, wanted.stripe_session_id
    FROM wanted
    LEFT JOIN (
        SELECT DISTINCT stripe_session_id
        FROM tieout.posting_purchase
        WHERE coalesce(status::text, ($4::text[])[1]) = ANY ($4::text[])
    ) AS recorded ON recorded.stripe_session_id = wanted.stripe_session_id
    WHERE recorded.stripe_session_id IS NULL
    RETURNING stripe_session_id
)
INSERT INTO tieout.correction (stripe_id, action, run_id, fingerprint, posted_at, approved_by)
SELECT key.stripe_session_id, 'record_purchase', $2, key.fingerprint, now(), $3
FROM key
JOIN inserted ON inserted.stripe_session_id = key.stripe_session_id
ON CONFLICT (stripe_id, action) DO UPDATE
SET run_id = excluded.run_id, posted_at = excluded.posted_at, approved_by = excluded.approved_by
RETURNING stripe_id;
