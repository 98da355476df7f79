UPDATE tieout.correction SET balance_before = $2, balance_after = $3 WHERE stripe_id = $1 AND action = 'grant';
