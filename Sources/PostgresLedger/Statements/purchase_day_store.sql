-- The days that the run has examined from their beginning to their end; $1 run.
INSERT INTO tieout.purchase_day (day, paid, ungranted, run_id)
SELECT
    date_trunc('day', sale.created_at, 'UTC'), count(*), count(ungranted.session_id), $1
FROM tieout.sale
CROSS JOIN tieout.scope
LEFT JOIN tieout.ungranted_sale AS ungranted ON ungranted.session_id = sale.session_id
WHERE date_trunc('day', sale.created_at, 'UTC') >= scope.since
  AND date_trunc('day', sale.created_at, 'UTC') + interval '1 day' <= scope.cut_off
GROUP BY 1
ON CONFLICT (day) DO UPDATE SET paid = excluded.paid, ungranted = excluded.ungranted, run_id = excluded.run_id;
