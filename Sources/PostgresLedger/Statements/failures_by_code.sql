-- What failed to be paid, by why; the amounts of two ways of failing are not to be added, since a declined charge may be
-- that of an invoice that is past due.
SELECT
    failure, code, currency, count(*) AS count, coalesce(sum(amount_minor), 0)::bigint AS amount_minor,
    count(*) FILTER (WHERE is_paid_later) AS paid_count,
    coalesce(sum(amount_minor) FILTER (WHERE is_paid_later), 0)::bigint AS paid_minor
FROM tieout.payment_failure
GROUP BY failure, code, currency
ORDER BY failure, count DESC, code, currency;
