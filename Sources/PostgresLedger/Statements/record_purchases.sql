-- $1 rows as JSON, $2 run. A session that has a completed row by now is left alone.
WITH wanted AS (
    SELECT * FROM jsonb_populate_recordset(NULL::tieout.posting_purchase, $1)
),
key AS (
    SELECT * FROM jsonb_to_recordset($1) AS key (stripe_session_id text, fingerprint text)
),
inserted AS (
    INSERT INTO tieout.posting_purchase (
        user_id, package_id, credits, amount, payment_method, status, stripe_session_id, stripe_customer_id,
        completed_at, created_at
    )
    SELECT
        wanted.user_id, wanted.package_id, wanted.credits, wanted.amount, 'stripe', 'completed',
        wanted.stripe_session_id, wanted.stripe_customer_id, wanted.completed_at, now()
    FROM wanted
    LEFT JOIN (
        SELECT DISTINCT stripe_session_id FROM tieout.posting_purchase WHERE status = 'completed'
    ) AS recorded ON recorded.stripe_session_id = wanted.stripe_session_id
    WHERE recorded.stripe_session_id IS NULL
    RETURNING stripe_session_id
)
INSERT INTO tieout.correction (stripe_id, action, run_id, fingerprint, posted_at)
SELECT key.stripe_session_id, 'record_purchase', $2, key.fingerprint, now()
FROM key
JOIN inserted ON inserted.stripe_session_id = key.stripe_session_id
ON CONFLICT (stripe_id, action) DO UPDATE SET run_id = excluded.run_id, posted_at = excluded.posted_at
RETURNING stripe_id;
