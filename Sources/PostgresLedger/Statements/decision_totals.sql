-- How much of the plans of some runs was decided, and how much of what was approved was posted since; $1 runs.
WITH posted AS (
    SELECT DISTINCT decision.stripe_id, decision.run_id, decision.fingerprint
    FROM tieout.decision AS decision
    JOIN tieout.correction AS correction ON correction.stripe_id = decision.stripe_id
    WHERE decision.run_id = ANY ($1)
      AND decision.verdict = 'approved'
      AND correction.fingerprint = decision.fingerprint
      AND correction.posted_at >= decision.decided_at
)
SELECT
    decision.run_id,
    count(*) FILTER (WHERE decision.verdict = 'approved') AS approved,
    count(*) FILTER (WHERE decision.verdict = 'declined') AS declined,
    count(posted.stripe_id) AS posted
FROM tieout.decision AS decision
LEFT JOIN posted
    ON posted.stripe_id = decision.stripe_id
    AND posted.run_id = decision.run_id
    AND posted.fingerprint = decision.fingerprint
WHERE decision.run_id = ANY ($1)
GROUP BY decision.run_id
ORDER BY decision.run_id;
