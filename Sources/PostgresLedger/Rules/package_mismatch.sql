-- The sources name different packages, or what was paid before discount and tax is not the price of the package.
SELECT
    'package_mismatch' AS kind,
    'package_mismatch:' || session_id AS fingerprint,
    session_id AS stripe_id,
    checkout_id AS ledger_id,
    coalesce(granted_user_id, user_id) AS user_id,
    CASE WHEN price_minor <> priced_minor THEN 'usd' ELSE currency END AS currency,
    CASE WHEN price_minor <> priced_minor THEN price_minor END AS expected_minor,
    CASE WHEN price_minor <> priced_minor THEN priced_minor END AS recorded_minor,
    credits,
    coalesce(paid_at, created_at) AS occurred_at,
    promise || jsonb_strip_nulls(jsonb_build_object('package_id', package_id)) AS detail
FROM tieout.sale
WHERE (packages_are_disagreed OR price_minor <> priced_minor)
  -- Fully refunded before any grant: nothing is owed, so nothing can be wrong about it.
  AND (grant_count > 0 OR refunded_minor < captured_minor OR is_refund_pending OR charge_id IS NULL)
ORDER BY occurred_at, stripe_id;
