-- Rows of the detail sheet, read in portions through a cursor; instants in Unix seconds.
DECLARE detail NO SCROLL CURSOR FOR
SELECT
    return, stripe_id, extract(epoch FROM occurred_at)::bigint AS occurred_at, status, currency, amount_minor, reason,
    charge, payment_intent, session, user_id, package_id, credits, taken_back_credits, owed_credits, ledger_status
FROM tieout.payment_return
ORDER BY payment_return.occurred_at, stripe_id;
