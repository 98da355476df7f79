-- What approvers decided of an object, oldest first; $1 a Stripe id or a fingerprint.
SELECT
    stripe_id, fingerprint, run_id, plan_hash, verdict, decided_by, decided_at, reason, correction::text AS correction
FROM tieout.decision
WHERE stripe_id = $1 OR fingerprint = $1
ORDER BY decided_at, run_id, fingerprint;
