-- What shows that a purchase was granted: a correction of Tieout's, a movement or a completed purchase that carries one of its
-- ids. $1 the ids, $2 the words for a completed purchase, $3 before which no movement can belong to it.
-- Metadata are walked through only where nothing else carries an id, and only of movements that are young enough.
SELECT 'Tieout granted it' AS evidence
FROM tieout.correction
WHERE stripe_id = ANY ($1) AND action = 'grant'
UNION ALL
SELECT 'the ledger shows it granted (movement ' || ledger_id::text || ')'
FROM tieout.posting_movement
WHERE reference_id = ANY ($1) AND credits > 0
UNION ALL
SELECT 'the ledger shows it completed (purchase ' || ledger_id::text || ')'
FROM tieout.posting_purchase
WHERE stripe_session_id = ANY ($1)
  AND coalesce(status::text, ($2::text[])[1]) = ANY ($2::text[])
UNION ALL
SELECT 'the ledger shows it completed (purchase ' || ledger_id::text || ')'
FROM tieout.posting_purchase
WHERE stripe_payment_intent_id = ANY ($1)
  AND coalesce(status::text, ($2::text[])[1]) = ANY ($2::text[])
UNION ALL
SELECT 'the ledger shows it granted (movement ' || carrying.ledger_id || ')'
FROM (
    SELECT
        ledger_id::text AS ledger_id,
        jsonb_path_query(metadata, 'strict $.** ? (@.type() == "string")') #>> '{}' AS stripe_id
    FROM tieout.posting_movement
    WHERE credits > 0 AND (created_at IS NULL OR created_at >= $3)
) AS carrying
WHERE carrying.stripe_id = ANY ($1)
LIMIT 1;
