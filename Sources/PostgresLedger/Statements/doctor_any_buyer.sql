SELECT user_id FROM tieout.ledger_user ORDER BY user_id LIMIT 1;
