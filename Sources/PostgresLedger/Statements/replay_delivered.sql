-- When an endpoint last took an event that was replayed. $1 event, $2 endpoint.
SELECT max(sent_at) AS delivered_at
FROM tieout.replay
WHERE event_id = $1 AND endpoint = $2 AND outcome = 'delivered';
