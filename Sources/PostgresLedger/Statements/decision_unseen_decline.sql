-- The newest decline of some corrections that the plan of a run does not show, as it was recorded elsewhere after that run had
-- begun; $1 run, $2 Stripe ids, $3 fingerprints.
SELECT decision.stripe_id, decision.run_id, decision.decided_by, decision.decided_at
FROM tieout.run AS reviewed
CROSS JOIN unnest($2, $3) AS given (stripe_id, fingerprint)
JOIN tieout.decision AS decision
    ON decision.stripe_id = given.stripe_id AND decision.fingerprint = given.fingerprint
JOIN tieout.run AS other ON other.run_id = decision.run_id AND other.plan_hash = decision.plan_hash
WHERE reviewed.run_id = $1
  AND decision.run_id <> reviewed.run_id
  AND decision.verdict = 'declined'
  AND decision.decided_at >= reviewed.started_at
ORDER BY decision.decided_at DESC, decision.stripe_id, decision.fingerprint
LIMIT 1;
