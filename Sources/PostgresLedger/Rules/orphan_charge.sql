-- Money came in through neither a checkout session nor an invoice; Stripe was asked for both.
SELECT
    'orphan_charge' AS kind,
    'orphan_charge:' || charge.id AS fingerprint,
    charge.id AS stripe_id,
    NULL::text AS ledger_id,
    NULL::text AS user_id,
    charge.currency,
    charge.amount - charge.amount_refunded AS expected_minor,
    0::bigint AS recorded_minor,
    NULL::bigint AS credits,
    charge.created AS occurred_at,
    jsonb_strip_nulls(jsonb_build_object('payment_intent', charge.payment_intent, 'customer', charge.customer)) AS detail
FROM tieout.unlinked_charge AS charge
LEFT JOIN tieout.looked_up ON looked_up.stripe_id = charge.payment_intent
WHERE charge.payment_intent IS NULL OR NOT looked_up.is_known
ORDER BY occurred_at, stripe_id;
