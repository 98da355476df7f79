-- What the circuit breaker looks at: this run's purchases by UTC day, and what earlier runs counted of other days within
-- the trailing $1 days.
WITH examined AS (
    SELECT
        date_trunc('day', sale.created_at, 'UTC') AS day,
        count(*) AS paid,
        count(ungranted.session_id) AS ungranted
    FROM tieout.sale
    LEFT JOIN tieout.ungranted_sale AS ungranted ON ungranted.session_id = sale.session_id
    GROUP BY 1
)
SELECT day, paid, ungranted FROM examined
UNION ALL
SELECT stored.day, stored.paid, stored.ungranted
FROM tieout.purchase_day AS stored
LEFT JOIN examined ON examined.day = stored.day
WHERE examined.day IS NULL AND stored.day >= now() - $1::bigint * interval '1 day'
ORDER BY day;
