-- What went back or tries to, by where it stands at Stripe.
SELECT
    return, status, currency, count(*) AS count, sum(amount_minor)::bigint AS amount_minor,
    coalesce(sum(credits), 0)::bigint AS credits, coalesce(sum(taken_back_credits), 0)::bigint AS taken_back_credits,
    coalesce(sum(owed_credits), 0)::bigint AS owed_credits
FROM tieout.payment_return
GROUP BY return, status, currency
ORDER BY return DESC, status, currency;
