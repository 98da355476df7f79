-- What the application bought from a provider cannot serve what its buyers hold, or is below the threshold it set.
SELECT
    'platform_capacity_low' AS kind,
    'platform_capacity_low:' || capacity.provider AS fingerprint,
    NULL::text AS stripe_id,
    capacity.provider AS ledger_id,
    NULL::text AS user_id,
    NULL::text AS currency,
    NULL::bigint AS expected_minor,
    NULL::bigint AS recorded_minor,
    -- How many of the buyers' credits nothing stands behind.
    greatest(ceil(outstanding.credits - capacity.balance / nullif(capacity.ratio, 0)), 0)::bigint AS credits,
    scope.cut_off AS occurred_at,
    jsonb_strip_nulls(jsonb_build_object(
        'provider_balance', capacity.balance::text, 'threshold', capacity.threshold::text,
        'ratio', capacity.ratio::text, 'credits_outstanding', outstanding.credits::text,
        'needed', ceil(outstanding.credits * capacity.ratio)::text
    )) AS detail
FROM tieout.ledger_capacity AS capacity
CROSS JOIN (SELECT coalesce(sum(balance), 0) AS credits FROM tieout.ledger_balance) AS outstanding
CROSS JOIN tieout.scope
WHERE capacity.balance < outstanding.credits * capacity.ratio OR capacity.balance < capacity.threshold
ORDER BY occurred_at, ledger_id;
