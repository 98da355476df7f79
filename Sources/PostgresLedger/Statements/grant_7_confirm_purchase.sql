-- The completed row of an uncredited purchase stays as it is and becomes true; locked, so that it is still so at the commit.
SELECT ledger_id::text AS ledger_id
FROM tieout.posting_purchase
WHERE ledger_id = $1 AND stripe_session_id = $2 AND status = 'completed'
FOR UPDATE;
