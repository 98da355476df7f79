-- $1 the row as JSON. What the application does not keep is left out, also of the conditions: the server would reckon with a
-- column that is always NULL as with one to be searched, and make a new plan for every grant. Not where a completed row
-- carries the session already: the granting function may have written it; $2 every id of the session, $3 the words for a
-- completed purchase.
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
WHERE true
AND (  -- column stripe_session_id
    SELECT count(*)  -- column stripe_session_id
    FROM tieout.posting_purchase AS kept  -- column stripe_session_id
    WHERE kept.stripe_session_id = ANY ($2)  -- column stripe_session_id
      AND coalesce(kept.status::text, ($3::text[])[1]) = ANY ($3::text[])  -- column stripe_session_id
) = 0  -- column stripe_session_id
AND (  -- column stripe_payment_intent_id
    SELECT count(*)  -- column stripe_payment_intent_id
    FROM tieout.posting_purchase AS kept  -- column stripe_payment_intent_id
    WHERE kept.stripe_payment_intent_id = ANY ($2)  -- column stripe_payment_intent_id
      AND coalesce(kept.status::text, ($3::text[])[1]) = ANY ($3::text[])  -- column stripe_payment_intent_id
) = 0  -- column stripe_payment_intent_id
;
