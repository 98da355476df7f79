-- $1 the row as JSON. What the application does not keep is left out. Not where a completed row carries the session already:
-- the granting function may have written it; $2 every id of the session, $3 the words for a completed purchase.
INSERT INTO tieout.posting_purchase (
    package_id,  -- column package_id
    amount,  -- column amount
    currency,  -- column currency
    payment_method,  -- column payment_method
    status,  -- column status
    stripe_session_id,  -- column stripe_session_id
    stripe_payment_intent_id,  -- column stripe_payment_intent_id
    stripe_customer_id,  -- column stripe_customer_id
    completed_at,  -- column completed_at
    created_at,  -- column created_at
    user_id, credits
)
SELECT
    package_id,  -- column package_id
    amount,  -- column amount
    currency,  -- column currency
    payment_method,  -- column payment_method
    status,  -- column status
    stripe_session_id,  -- column stripe_session_id
    stripe_payment_intent_id,  -- column stripe_payment_intent_id
    stripe_customer_id,  -- column stripe_customer_id
    completed_at,  -- column completed_at
    created_at,  -- column created_at
    user_id, credits
FROM jsonb_populate_record(
    NULL::tieout.posting_purchase, $1 || jsonb_build_object('completed_at', now(), 'created_at', now())
)
WHERE (
    SELECT count(*)
    FROM tieout.posting_purchase AS kept
    WHERE kept.stripe_session_id = ANY ($2) AND coalesce(kept.status::text, ($3::text[])[1]) = ANY ($3::text[])
) = 0
AND (
    SELECT count(*)
    FROM tieout.posting_purchase AS kept
    WHERE kept.stripe_payment_intent_id = ANY ($2) AND coalesce(kept.status::text, ($3::text[])[1]) = ANY ($3::text[])
) = 0;
