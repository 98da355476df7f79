INSERT INTO tieout.looked_up (stripe_id, is_known) VALUES ($1, $2);
