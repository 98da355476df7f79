-- A sale that nobody granted is seen paid, by the database's clock; one that was seen before keeps its time.
INSERT INTO tieout.first_paid (stripe_id, seen_at)
SELECT session_id, coalesce($1::timestamptz, clock_timestamp())
FROM tieout.sale
WHERE grant_count = 0
ON CONFLICT (stripe_id) DO NOTHING;
