-- A coupon paid for everything and nothing was granted; what is due is the policy's to say.
SELECT
    'free_session' AS kind,
    'free_session:' || session_id AS fingerprint,
    session_id AS stripe_id,
    NULL::text AS ledger_id,
    user_id,
    currency,
    amount_minor AS expected_minor,
    NULL::bigint AS recorded_minor,
    credits,
    created_at AS occurred_at,
    promise AS detail
FROM tieout.match_with_promise
WHERE exclusion IS NULL
  AND payment_status = 'no_payment_required'
  AND status = 'complete'
  AND grant_count = 0
ORDER BY occurred_at, stripe_id;
