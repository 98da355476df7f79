-- In a statement of its own after the locks, so that it sees what was committed while they were waited for.
-- $1 buyer, $2 every id under which the session may stand in the ledger, $3 the completed purchase row whose missing movement
-- is what the grant is about: it is no evidence against itself; $4 the words for a completed purchase.
-- Each column is looked up by itself: with OR, a ledger that lacks one of them would have its whole log read for each grant.
SELECT 'movement ' || ledger_id::text AS evidence
FROM tieout.posting_movement
WHERE reference_id = ANY ($2) AND credits > 0
UNION ALL
SELECT 'movement ' || carrying.ledger_id
FROM (
    SELECT
        ledger_id::text AS ledger_id,
        jsonb_path_query(metadata, 'strict $.** ? (@.type() == "string")') #>> '{}' AS stripe_id
    FROM tieout.posting_movement
    WHERE user_id = $1 AND credits > 0
) AS carrying
WHERE carrying.stripe_id = ANY ($2)
UNION ALL
SELECT 'completed purchase ' || ledger_id::text
FROM tieout.posting_purchase
WHERE stripe_session_id = ANY ($2)
  AND ledger_id::text IS DISTINCT FROM $3
  -- A log without a status holds what was completed.
  AND coalesce(status::text, ($4::text[])[1]) = ANY ($4::text[])
UNION ALL
SELECT 'completed purchase ' || ledger_id::text
FROM tieout.posting_purchase
WHERE stripe_payment_intent_id = ANY ($2)
  AND ledger_id::text IS DISTINCT FROM $3
  AND coalesce(status::text, ($4::text[])[1]) = ANY ($4::text[])
LIMIT 1;
