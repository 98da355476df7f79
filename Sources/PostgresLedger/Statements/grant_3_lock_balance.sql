-- No row: a buyer without credits so far, whose row the function makes.
SELECT trim_scale(balance::numeric)::text AS balance FROM tieout.posting_balance WHERE user_id = $1 FOR UPDATE;
