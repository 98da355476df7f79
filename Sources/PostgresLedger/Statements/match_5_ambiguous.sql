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
        -- One that carries a Stripe id in its metadata alone; in its reference nothing has to be joined for.
        LEFT JOIN (
            SELECT ledger_id FROM tieout.ledger_reference WHERE NOT is_only
        ) AS carrying ON carrying.ledger_id = movement.ledger_id
        WHERE carrying.ledger_id IS NULL
          AND left(coalesce(movement.reference_id, ''), 3) NOT IN ('cs_', 'pi_', 'ch_', 'py_', 'in_')
          AND left(coalesce(movement.reference_id, ''), 4) <> 'evt_'
          AND movement.credits > 0
          AND (coalesce(movement.reference_id, '') = '' OR movement.type = 'purchase')
        UNION ALL
        SELECT user_id, credits, created_at
        FROM tieout.ledger_purchase
        WHERE stripe_session_id IS NULL AND stripe_payment_intent_id IS NULL AND status = 'completed'
    ) AS unreferenced ON unreferenced.user_id = match.user_id AND unreferenced.credits = match.credits
    -- Only of a sale that nothing shows as granted is it asked.
    WHERE match.grant_count = 0
      AND unreferenced.created_at BETWEEN coalesce(match.paid_at, match.created_at) - interval '24 hours'
        AND coalesce(match.paid_at, match.created_at) + interval '24 hours'
) AS ambiguous
WHERE match.session_id = ambiguous.session_id;
