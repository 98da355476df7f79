-- The newest day that the run has examined whole, and what is kept of the $2 days before it; $1 run. Nothing where the run
-- has examined no day whole.
WITH newest AS (
    SELECT max(day) AS day FROM tieout.charge_day WHERE run_id = $1
)
SELECT charge_day.day, attempts, declined
FROM tieout.charge_day
JOIN newest ON charge_day.day <= newest.day AND charge_day.day >= newest.day - $2::bigint * interval '1 day'
ORDER BY day;
