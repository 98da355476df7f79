-- The checkout sessions that the ledger names for a buyer; $1 the buyer, $2 the most.
SELECT stripe_id
FROM (
    SELECT stripe_session_id AS stripe_id FROM tieout.ledger_checkout WHERE user_id = $1
    UNION
    SELECT stripe_session_id FROM tieout.ledger_purchase WHERE user_id = $1
    UNION
    SELECT reference_id FROM tieout.ledger_movement WHERE user_id = $1
) AS named
WHERE stripe_id LIKE 'cs\_%'
ORDER BY stripe_id
LIMIT $2;
