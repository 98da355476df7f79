-- Writes down that an event is about to be sent, and gives the number of the try. $1 event, $2 run, $3 type, $4 created,
-- $5 session of its purchase, $6 endpoint.
INSERT INTO tieout.replay (event_id, try, run_id, event_type, event_created, session_id, endpoint, sent_at)
SELECT $1, coalesce(max(earlier.try), 0) + 1, $2, $3, $4, $5, $6, clock_timestamp()
FROM tieout.replay AS earlier
WHERE earlier.event_id = $1
RETURNING try;
