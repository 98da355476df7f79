-- The payments of what was read by id, each with the time of its last charge; $1 the most.
SELECT payment_intent, max(paid_at) AS paid_at
FROM (
    SELECT payment_intent, NULL::timestamptz AS paid_at FROM tieout.stage_checkout_session
    UNION ALL
    SELECT payment_intent, created FROM tieout.stage_charge
) AS payment
WHERE payment_intent IS NOT NULL
GROUP BY payment_intent
ORDER BY payment_intent
LIMIT $1;
