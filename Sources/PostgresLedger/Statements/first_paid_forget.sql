-- What was granted needs no watching any more.
DELETE FROM tieout.first_paid
USING tieout.match
WHERE match.session_id = first_paid.stripe_id AND match.grant_count > 0;
