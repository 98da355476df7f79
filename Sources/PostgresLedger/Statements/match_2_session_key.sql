-- The other ids under which a session may stand in the ledger: only of the sorts that the ledger carries, since most
-- applications write the session's own id and nothing else.
INSERT INTO tieout.session_key (stripe_id, session_id)
WITH carried AS (
    SELECT DISTINCT split_part(stripe_id, '_', 1) AS sort
    FROM (
        SELECT stripe_id FROM tieout.ledger_reference
        UNION ALL
        SELECT stripe_session_id FROM tieout.ledger_purchase
        UNION ALL
        SELECT stripe_payment_intent_id FROM tieout.ledger_purchase
        UNION ALL
        SELECT stripe_id FROM tieout.correction
    ) AS reference
    WHERE stripe_id NOT LIKE 'cs\_%'
),
session AS (
    SELECT staged.id, staged.payment_intent, staged.invoice
    FROM tieout.stage_checkout_session AS staged
    LEFT JOIN tieout.match ON match.session_id = staged.id
    WHERE match.session_id IS NULL
)
SELECT session.payment_intent, session.id
FROM session
JOIN carried ON carried.sort = split_part(session.payment_intent, '_', 1)
UNION ALL
SELECT session.invoice, session.id
FROM session
JOIN carried ON carried.sort = split_part(session.invoice, '_', 1)
UNION ALL
SELECT charge.id, session.id
FROM tieout.stage_charge AS charge
JOIN carried ON carried.sort = split_part(charge.id, '_', 1)
JOIN session ON session.payment_intent = charge.payment_intent
UNION ALL
SELECT event.id, session.id
FROM tieout.stage_event AS event
JOIN carried ON carried.sort = split_part(event.id, '_', 1)
JOIN session ON session.id = event.object_id;
