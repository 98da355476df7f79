-- The application has another status for a subscription than Stripe, which spells canceled with one l.
SELECT
    'subscription_drift' AS kind,
    'subscription_drift:' || subscription.id AS fingerprint,
    subscription.id AS stripe_id,
    logged.stripe_subscription_id AS ledger_id,
    logged.user_id,
    NULL::text AS currency,
    NULL::bigint AS expected_minor,
    NULL::bigint AS recorded_minor,
    NULL::bigint AS credits,
    coalesce(subscription.canceled_at, subscription.created) AS occurred_at,
    jsonb_strip_nulls(jsonb_build_object(
        'expected_status', subscription.status, 'recorded_status', logged.status, 'customer', subscription.customer
    )) AS detail
FROM tieout.stage_subscription AS subscription
JOIN tieout.ledger_subscription AS logged ON logged.stripe_subscription_id = subscription.id
WHERE CASE logged.status WHEN 'cancelled' THEN 'canceled' ELSE logged.status END
    IS DISTINCT FROM subscription.status
ORDER BY occurred_at, stripe_id;
