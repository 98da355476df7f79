-- What the application has of each provider, beside what its buyers hold.
SELECT
    capacity.provider, capacity.balance, capacity.threshold, capacity.ratio::text AS ratio,
    outstanding.credits::bigint AS outstanding_credits,
    ceil(outstanding.credits * capacity.ratio)::bigint AS needed,
    floor(capacity.balance / nullif(capacity.ratio, 0))::bigint AS servable_credits,
    -- How many of the buyers' credits nothing stands behind.
    greatest(ceil(outstanding.credits - capacity.balance / nullif(capacity.ratio, 0)), 0)::bigint AS missing_credits
FROM tieout.ledger_capacity AS capacity
CROSS JOIN (SELECT coalesce(sum(balance), 0) AS credits FROM tieout.ledger_balance) AS outstanding
ORDER BY capacity.provider;
