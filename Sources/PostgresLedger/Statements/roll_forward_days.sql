-- The movements of the period by day; $1 the report's time zone. A day is as long as the clocks of that zone make it.
SELECT
    currency, to_char(occurred_at AT TIME ZONE $1::text, 'YYYY-MM-DD') AS day, line,
    sum(count)::bigint AS count, sum(amount_minor)::bigint AS amount_minor, sum(credits)::bigint AS credits
FROM (
    SELECT
        currency, occurred_at, CASE line WHEN 'purchase' THEN 'purchases' ELSE line END AS line, 1 AS count,
        amount_minor, credits
    FROM tieout.sale_entry
    WHERE occurred_at >= since AND occurred_at < cut_off AND paid_at < cut_off
    UNION ALL
    -- What the ledger shows of the purchases that were paid on a day.
    SELECT currency, paid_at, 'ledger', least(grant_count, 1), ledger_minor, standing_credits
    FROM tieout.booked
    WHERE paid_at >= since AND paid_at < cut_off AND (grant_count > 0 OR standing_credits <> 0)
) AS moved
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3;
