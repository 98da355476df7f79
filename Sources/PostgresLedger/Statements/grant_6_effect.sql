-- What the call did: the balance now, and the movements that carry the session; $1 buyer, $2 session.
SELECT
    (SELECT balance FROM tieout.posting_balance WHERE user_id = $1) AS balance,
    (SELECT count(*) FROM tieout.posting_movement WHERE reference_id = $2) AS movements,
    (SELECT sum(credits)::bigint FROM tieout.posting_movement WHERE reference_id = $2 AND user_id = $1) AS credits;
