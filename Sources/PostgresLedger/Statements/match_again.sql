-- Forgets of the match what this run has told of: it is matched anew, as the ledger is now; $1 run.
WITH told AS (
    SELECT DISTINCT stripe_id FROM tieout.finding WHERE last_run = $1
),
key AS (
    DELETE FROM tieout.session_key USING told WHERE session_key.session_id = told.stripe_id
),
evidence AS (
    DELETE FROM tieout.joined_evidence USING told WHERE joined_evidence.session_id = told.stripe_id
)
DELETE FROM tieout.match USING told WHERE match.session_id = told.stripe_id;
