-- When an event was last sent by a try that the application may still be handling: answered with 2xx, which a queue may stand
-- behind, or of unknown outcome. $1 event.
SELECT max(sent_at) AS sent_at
FROM tieout.replay
WHERE event_id = $1 AND (outcome IS NULL OR outcome IN ('delivered', 'timed_out', 'broken'));
