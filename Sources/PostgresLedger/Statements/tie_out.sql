-- What became of each paid credit purchase of the period, per currency: money and credits side by side.
SELECT
    currency,
    CASE
        WHEN grant_count > 0 AND is_granted_by_tieout THEN 'granted_by_tieout'
        WHEN grant_count > 0 THEN 'granted'
        ELSE explanation
    END AS line,
    count(*) AS count,
    coalesce(sum(amount_minor), 0)::bigint AS amount_minor,
    coalesce(sum(credits), 0)::bigint AS credits
FROM tieout.booked
GROUP BY 1, 2
ORDER BY 1, 2;
