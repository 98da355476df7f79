-- Records a decision: $1 run, $2 hash of its plan, $3 verdict, $4 who, $5 why; one array element each correction: $6 Stripe
-- ids, $7 fingerprints, $8 the plan's entries as JSON. What was decided already is not among the rows that come back.
INSERT INTO tieout.decision (stripe_id, fingerprint, run_id, plan_hash, verdict, decided_by, reason, correction)
SELECT given.stripe_id, given.fingerprint, $1, $2, $3, $4, $5, given.correction::jsonb
FROM unnest($6, $7, $8) AS given (stripe_id, fingerprint, correction)
-- Two who decide on the same at once wait for each other in one order.
ORDER BY given.stripe_id, given.fingerprint
ON CONFLICT (stripe_id, run_id, fingerprint) DO NOTHING
RETURNING stripe_id;
