-- The row that the handler left as failed; its error message stays as the history of the sale.
UPDATE tieout.posting_purchase
SET status = 'completed', completed_at = now()
WHERE ledger_id = $1 AND stripe_session_id = $2 AND status = 'failed';
