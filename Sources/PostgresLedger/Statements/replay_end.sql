-- What became of a try. $1 event, $2 try, $3 outcome, $4 status, $5 milliseconds, $6 what the endpoint said.
UPDATE tieout.replay
SET outcome = $3, status = $4, milliseconds = $5, answer = $6
WHERE event_id = $1 AND try = $2;
