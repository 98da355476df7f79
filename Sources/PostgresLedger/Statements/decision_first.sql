-- The first of some corrections that was decided in a run's plan; $1 run, $2 Stripe ids, $3 fingerprints.
SELECT decision.stripe_id, decision.verdict, decision.decided_by
FROM tieout.decision AS decision
JOIN unnest($2, $3) AS given (stripe_id, fingerprint)
    ON given.stripe_id = decision.stripe_id AND given.fingerprint = decision.fingerprint
WHERE decision.run_id = $1
ORDER BY decision.decided_at, decision.stripe_id, decision.fingerprint
LIMIT 1;
