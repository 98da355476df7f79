-- What was staged, counted apart from where it ended up.
SELECT 'charge' AS record_kind, count(*) AS count FROM tieout.stage_charge
UNION ALL SELECT 'checkout_session', count(*) FROM tieout.stage_checkout_session
UNION ALL SELECT 'invoice', count(*) FROM tieout.stage_invoice
UNION ALL SELECT 'refund', count(*) FROM tieout.stage_refund
UNION ALL SELECT 'dispute', count(*) FROM tieout.stage_dispute
UNION ALL SELECT 'payment_intent', count(*) FROM tieout.stage_payment_intent
UNION ALL SELECT 'event', count(*) FROM tieout.stage_event
UNION ALL SELECT 'invoice_payment', count(*) FROM tieout.stage_invoice_payment
UNION ALL SELECT 'subscription', count(*) FROM tieout.stage_subscription
UNION ALL SELECT 'customer', count(*) FROM tieout.stage_customer;
