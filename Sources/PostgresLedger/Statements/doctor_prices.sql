-- What is for sale at a price that Stripe keeps as well; cents without trailing zeros, so that whole ones read as such.
SELECT
    coalesce(package_id, stripe_price_id) AS package_id,
    stripe_price_id,
    price::text AS price,
    trim_scale(price * 100)::text AS cents
FROM tieout.ledger_package
WHERE is_active IS NOT FALSE AND stripe_price_id <> ''
ORDER BY package_id, stripe_price_id
LIMIT $1;
