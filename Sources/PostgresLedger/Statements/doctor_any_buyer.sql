-- Whom a grant is tried on: somebody who has credits, so that a function that sets instead of adding is noticed; else
-- anybody.
(SELECT user_id::text AS user_id FROM tieout.posting_balance WHERE balance > 0 LIMIT 1)
UNION ALL
(SELECT user_id FROM tieout.ledger_user LIMIT 1)
LIMIT 1;
