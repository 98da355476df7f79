-- The row that the handler left as failed; its error message stays as the history of the sale. $1 row, $2 the word for
-- completed, $3 the words for failed.
UPDATE tieout.posting_purchase
SET
    completed_at = now(),  -- column completed_at
    status = $2
WHERE ledger_id = $1 AND status::text = ANY ($3);
