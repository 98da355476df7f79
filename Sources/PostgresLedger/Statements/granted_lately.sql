-- What Tieout granted each buyer within the last 24 hours.
SELECT user_id, count(*) AS count, coalesce(sum(credits), 0)::bigint AS credits
FROM tieout.correction
WHERE action = 'grant' AND user_id IS NOT NULL AND posted_at > now() - interval '24 hours'
GROUP BY user_id;
