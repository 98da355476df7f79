-- The completed row of an uncredited purchase stays as it is and becomes true; locked, so that it is still so at the commit.
-- $1 row, $2 session, $3 the words for a completed purchase.
SELECT ledger_id::text AS ledger_id
FROM tieout.posting_purchase
WHERE ledger_id = $1
  AND coalesce(stripe_session_id, $2) = $2
  AND coalesce(status::text, ($3::text[])[1]) = ANY ($3::text[])
FOR UPDATE;
