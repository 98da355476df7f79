INSERT INTO tieout.session_key (stripe_id, session_id)
SELECT id, id FROM tieout.stage_checkout_session
UNION ALL
SELECT payment_intent, id FROM tieout.stage_checkout_session WHERE payment_intent IS NOT NULL
UNION ALL
SELECT invoice, id FROM tieout.stage_checkout_session WHERE invoice IS NOT NULL
UNION ALL
SELECT charge.id, session.id
FROM tieout.stage_charge AS charge
JOIN tieout.stage_checkout_session AS session ON session.payment_intent = charge.payment_intent
UNION ALL
SELECT event.id, session.id
FROM tieout.stage_event AS event
JOIN tieout.stage_checkout_session AS session ON session.id = event.object_id;
