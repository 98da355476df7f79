-- The days that the run has examined from their beginning to their end, those without a charge included; $1 run.
WITH whole AS (
    SELECT day
    FROM tieout.scope
    CROSS JOIN generate_series(
        date_trunc('day', since, 'UTC'), cut_off - interval '1 day', interval '1 day'
    ) AS listed (day)
    WHERE day >= since AND day >= cut_off - interval '45 days'
)
INSERT INTO tieout.charge_day (day, attempts, declined, run_id)
SELECT
    whole.day, count(charge.id), count(charge.id) FILTER (WHERE charge.status = 'failed'), $1
FROM whole
LEFT JOIN tieout.stage_charge AS charge ON date_trunc('day', charge.created, 'UTC') = whole.day
GROUP BY whole.day
ON CONFLICT (day) DO UPDATE
SET attempts = excluded.attempts, declined = excluded.declined, run_id = excluded.run_id;
