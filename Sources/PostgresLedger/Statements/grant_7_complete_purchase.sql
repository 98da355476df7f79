-- The row that the handler left as failed; its error message stays as the history of the sale. Not where a completed row
-- carries the session already. $1 row, $2 the word for completed, $3 the words for failed, $4 every id of the session, $5 the
-- words for completed.
UPDATE tieout.posting_purchase
SET
    completed_at = now(),  -- column completed_at
    status = $2
WHERE ledger_id = $1
  AND status::text = ANY ($3)
  AND (  -- column stripe_session_id
      SELECT count(*)  -- column stripe_session_id
      FROM tieout.posting_purchase AS kept  -- column stripe_session_id
      WHERE kept.stripe_session_id = ANY ($4)  -- column stripe_session_id
        AND coalesce(kept.status::text, ($5::text[])[1]) = ANY ($5::text[])  -- column stripe_session_id
  ) = 0  -- column stripe_session_id
  AND (  -- column stripe_payment_intent_id
      SELECT count(*)  -- column stripe_payment_intent_id
      FROM tieout.posting_purchase AS kept  -- column stripe_payment_intent_id
      WHERE kept.stripe_payment_intent_id = ANY ($4)  -- column stripe_payment_intent_id
        AND coalesce(kept.status::text, ($5::text[])[1]) = ANY ($5::text[])  -- column stripe_payment_intent_id
  ) = 0  -- column stripe_payment_intent_id
;
