-- Which of some corrections of a run's plan were posted since that run began, each with the first posting; $1 run, $2 Stripe
-- ids, $3 fingerprints. What was posted before and is found again is another case.
SELECT DISTINCT ON (correction.stripe_id, correction.fingerprint)
    correction.stripe_id, correction.fingerprint, correction.run_id AS posted_run, correction.posted_at,
    correction.approved_by AS posted_approver
FROM tieout.run AS reviewed
CROSS JOIN unnest($2, $3) AS given (stripe_id, fingerprint)
JOIN tieout.correction AS correction
    ON correction.stripe_id = given.stripe_id AND correction.fingerprint = given.fingerprint
WHERE reviewed.run_id = $1 AND correction.posted_at >= reviewed.started_at
ORDER BY correction.stripe_id, correction.fingerprint, correction.posted_at, correction.action;
