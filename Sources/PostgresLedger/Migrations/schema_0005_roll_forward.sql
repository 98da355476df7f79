-- Each part of a payment that went back, dated as Stripe dates it.
CREATE VIEW tieout.money_back AS
SELECT
    refund.id AS stripe_id, coalesce(refund.payment_intent, charge.payment_intent) AS payment_intent,
    refund.created AS occurred_at, refund.amount AS amount_minor, true AS is_refund
FROM tieout.stage_refund AS refund
LEFT JOIN tieout.stage_charge AS charge ON charge.id = refund.charge
WHERE refund.status = 'succeeded'
UNION ALL
SELECT
    dispute.id, coalesce(dispute.payment_intent, charge.payment_intent), dispute.created, dispute.amount, false
FROM tieout.stage_dispute AS dispute
LEFT JOIN tieout.stage_charge AS charge ON charge.id = dispute.charge
WHERE dispute.status = 'lost';
