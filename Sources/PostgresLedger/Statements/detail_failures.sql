-- Rows of the detail sheet, read in portions through a cursor; instants in Unix seconds.
DECLARE detail NO SCROLL CURSOR FOR
SELECT
    failure, stripe_id, extract(epoch FROM occurred_at)::bigint AS occurred_at, currency, amount_minor, code, message,
    CASE WHEN is_paid_later THEN 'paid' ELSE 'unpaid' END AS outcome, user_id, package_id, credits, payment_intent,
    session, invoice, subscription, attempts, extract(epoch FROM next_attempt)::bigint AS next_attempt
FROM tieout.payment_failure
ORDER BY payment_failure.occurred_at, stripe_id;
