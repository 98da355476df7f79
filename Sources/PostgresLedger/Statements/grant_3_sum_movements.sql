-- A ledger without a balance of its own: what the buyer has is the sum of their movements.
SELECT trim_scale(coalesce(sum(credits), 0)::numeric)::text AS balance
FROM tieout.posting_movement
WHERE user_id = $1;
