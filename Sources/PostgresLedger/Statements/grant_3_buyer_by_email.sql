-- The buyer as the ledger spells them; $1 their e-mail address in lower case, as the rules name them.
SELECT user_id::text AS key, coalesce(email::text, user_id::text) AS email
FROM tieout.posting_user
WHERE lower(user_id::text) = $1;
