-- A session's charge, or the payment log, is in another currency. A buyer who was shown another one is no mismatch.
WITH logged AS (
    SELECT
        intent.id AS intent_id, intent.created, intent.currency,
        coalesce(intent.amount_received, intent.amount) AS amount_minor, payment.ledger_id,
        payment.currency AS recorded_currency
    FROM tieout.stage_payment_intent AS intent
    JOIN tieout.ledger_payment AS payment ON payment.stripe_payment_intent_id = intent.id
    WHERE payment.currency <> intent.currency
)
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
WHERE charge.currency <> sale.currency
  AND charge.currency IS DISTINCT FROM session.presentment_currency
  AND charge.currency IS DISTINCT FROM session.source_currency
UNION ALL
SELECT
    'currency_mismatch', 'currency_mismatch:' || logged.intent_id, logged.intent_id, logged.ledger_id, NULL,
    logged.currency, logged.amount_minor, NULL, NULL, logged.created,
    jsonb_build_object('expected_currency', logged.currency, 'recorded_currency', logged.recorded_currency)
FROM logged
LEFT JOIN (
    SELECT
        session.payment_intent, min(session.presentment_currency) AS presentment, min(session.source_currency) AS source
    FROM tieout.stage_checkout_session AS session
    JOIN logged ON logged.intent_id = session.payment_intent
    GROUP BY session.payment_intent
) AS shown ON shown.payment_intent = logged.intent_id
WHERE logged.recorded_currency IS DISTINCT FROM shown.presentment
  AND logged.recorded_currency IS DISTINCT FROM shown.source
ORDER BY occurred_at, stripe_id;
