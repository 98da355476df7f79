-- Whether there is a buyer of that id; $1 the id.
SELECT count(*) > 0 AS is_known FROM tieout.ledger_user WHERE user_id = $1;
