-- Closes what this run did not find again although it examined the record; $1 run, $2 now.
UPDATE tieout.finding
SET status = 'gone', closed_at = $2
FROM (
    SELECT id AS stripe_id FROM tieout.stage_charge
    UNION ALL SELECT id FROM tieout.stage_checkout_session
    UNION ALL SELECT id FROM tieout.stage_invoice
    UNION ALL SELECT id FROM tieout.stage_payment_intent
    UNION ALL SELECT stripe_id FROM tieout.looked_up
) AS examined
WHERE finding.stripe_id = examined.stripe_id
  AND finding.status = 'open'
  AND finding.last_run <> $1;
