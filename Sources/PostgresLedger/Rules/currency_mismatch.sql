-- A session's charge, or the payment log, is in another currency. A buyer who was shown another one is no mismatch.
SELECT
    'currency_mismatch' AS kind,
    'currency_mismatch:' || sale.session_id AS fingerprint,
    sale.session_id AS stripe_id,
    sale.purchase_id AS ledger_id,
    sale.user_id,
    sale.currency,
    sale.amount_minor AS expected_minor,
    NULL::bigint AS recorded_minor,
    sale.credits,
    coalesce(sale.paid_at, sale.created_at) AS occurred_at,
    jsonb_build_object(
        'session_currency', sale.currency, 'charge_currency', charge.currency, 'charge', charge.id,
        'charge_minor', charge.amount::text
    ) AS detail
FROM tieout.sale
JOIN tieout.stage_charge AS charge ON charge.id = sale.charge_id
JOIN tieout.stage_checkout_session AS session ON session.id = sale.session_id
WHERE sale.is_charged_otherwise
  AND charge.currency <> sale.currency
  AND charge.currency IS DISTINCT FROM session.presentment_currency
  AND charge.currency IS DISTINCT FROM session.source_currency
UNION ALL
SELECT
    'currency_mismatch', 'currency_mismatch:' || intent.id, intent.id, payment.ledger_id, NULL,
    intent.currency, coalesce(intent.amount_received, intent.amount), NULL, NULL, intent.created,
    jsonb_build_object('expected_currency', intent.currency, 'recorded_currency', payment.currency)
FROM tieout.stage_payment_intent AS intent
JOIN tieout.ledger_payment AS payment ON payment.stripe_payment_intent_id = intent.id
LEFT JOIN (
    SELECT payment_intent, presentment_currency, source_currency
    FROM tieout.stage_checkout_session
    WHERE presentment_currency IS NOT NULL OR source_currency IS NOT NULL
) AS shown
    ON shown.payment_intent = intent.id
    AND (shown.presentment_currency = payment.currency OR shown.source_currency = payment.currency)
WHERE payment.currency <> intent.currency AND shown.payment_intent IS NULL
ORDER BY occurred_at, stripe_id;
