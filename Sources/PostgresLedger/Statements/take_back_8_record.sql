-- What was taken in the end, and what could not be because the buyer has spent it; $1 session, $2 the claim.
UPDATE tieout.correction
SET
    credits = $3, balance_before = $4, balance_after = $5,
    detail = detail || jsonb_build_object('uncollectable', $6::text)
WHERE stripe_id = $1 AND action = $2;
