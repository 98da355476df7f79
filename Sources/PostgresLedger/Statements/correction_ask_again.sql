-- After a COMMIT whose answer was lost: it was kept exactly if its correction is there.
SELECT
    run_id, credits, (detail ->> 'uncollectable')::bigint AS uncollectable, balance_before, balance_after, posted_at
FROM tieout.correction
WHERE stripe_id = $1 AND action = $2;
