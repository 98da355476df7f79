-- What Tieout did for an object; $1 Stripe id.
SELECT action, run_id, user_id, credits, balance_before, balance_after, protection, approved_by, posted_at
FROM tieout.correction
WHERE stripe_id = $1
ORDER BY posted_at, action;
