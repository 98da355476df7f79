-- The buyer as the ledger spells them, and their e-mail address; $1 as the rules name them.
SELECT user_id::text AS key, email::text AS email FROM tieout.posting_user WHERE user_id = $1;
