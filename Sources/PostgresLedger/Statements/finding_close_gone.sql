-- Closes what this run did not find again although it examined the record; $1 run, $2 now.
-- What names no object of Stripe is about the ledger alone, and each run examines all of that. What the run that saw it
-- last has corrected, and was stopped before it could say so, is corrected.
UPDATE tieout.finding
SET status = CASE WHEN examined.is_corrected THEN 'corrected' ELSE 'gone' END, closed_at = $2
FROM (
    SELECT finding.fingerprint, correction.fingerprint IS NOT NULL AS is_corrected
    FROM tieout.finding
    LEFT JOIN (
        SELECT id AS stripe_id FROM tieout.stage_charge
        UNION SELECT id FROM tieout.stage_checkout_session
        UNION SELECT id FROM tieout.stage_invoice
        UNION SELECT id FROM tieout.stage_payment_intent
        UNION SELECT id FROM tieout.stage_subscription
        UNION SELECT stripe_id FROM tieout.looked_up
    ) AS examined ON examined.stripe_id = finding.stripe_id
    -- Two grants under one payment are known by the movements that name it.
    LEFT JOIN (
        SELECT DISTINCT stripe_id FROM tieout.ledger_reference
    ) AS named ON named.stripe_id = finding.stripe_id AND finding.kind = 'duplicate_grant'
    LEFT JOIN (
        SELECT DISTINCT fingerprint, run_id FROM tieout.correction
    ) AS correction ON correction.fingerprint = finding.fingerprint AND correction.run_id = finding.last_run
    WHERE examined.stripe_id IS NOT NULL OR named.stripe_id IS NOT NULL OR finding.stripe_id IS NULL
) AS examined
WHERE finding.fingerprint = examined.fingerprint
  AND finding.status IN ('open', 'accepted')
  AND finding.last_run <> $1;
