-- The decisions on the plan of a run in their order, each with the first posting of its correction since; $1 run.
WITH posted AS (
    SELECT
        decision.stripe_id, decision.fingerprint, correction.run_id, correction.posted_at, correction.approved_by,
        row_number() OVER (
            PARTITION BY decision.stripe_id, decision.fingerprint ORDER BY correction.posted_at, correction.action
        ) AS place
    FROM tieout.decision AS decision
    JOIN tieout.correction AS correction ON correction.stripe_id = decision.stripe_id
    WHERE decision.run_id = $1
      AND correction.fingerprint = decision.fingerprint
      AND correction.posted_at >= decision.decided_at
)
SELECT
    decision.stripe_id, decision.fingerprint, decision.run_id, decision.plan_hash, decision.verdict,
    decision.decided_by, decision.decided_at, decision.reason, decision.correction::text AS correction,
    posted.run_id AS posted_run, posted.posted_at, posted.approved_by AS posted_approver
FROM tieout.decision AS decision
LEFT JOIN posted
    ON posted.stripe_id = decision.stripe_id AND posted.fingerprint = decision.fingerprint AND posted.place = 1
WHERE decision.run_id = $1
ORDER BY decision.decided_at, decision.stripe_id, decision.fingerprint;
