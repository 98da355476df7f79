-- Movements and completed purchases that carry no Stripe id, of the same buyer and credits, within a day of the sale, may
-- be the sale's.
UPDATE tieout.match
SET is_ambiguous = true
FROM (
    SELECT DISTINCT match.session_id
    FROM tieout.match
    JOIN (
        SELECT movement.user_id, movement.credits, movement.created_at
        FROM tieout.ledger_movement AS movement
        LEFT JOIN tieout.ledger_reference AS reference ON reference.ledger_id = movement.ledger_id
        WHERE reference.ledger_id IS NULL
          AND movement.credits > 0
          AND (coalesce(movement.reference_id, '') = '' OR movement.type = 'purchase')
        UNION ALL
        SELECT user_id, credits, created_at
        FROM tieout.ledger_purchase
        WHERE stripe_session_id IS NULL AND stripe_payment_intent_id IS NULL AND status = 'completed'
    ) AS unreferenced ON unreferenced.user_id = match.user_id AND unreferenced.credits = match.credits
    WHERE unreferenced.created_at BETWEEN coalesce(match.paid_at, match.created_at) - interval '24 hours'
        AND coalesce(match.paid_at, match.created_at) + interval '24 hours'
) AS ambiguous
WHERE match.session_id = ambiguous.session_id;
