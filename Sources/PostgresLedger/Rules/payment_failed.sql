-- A charge was declined or failed: what finance wants to be told, whether or not the buyer tried again.
SELECT
    'payment_failed' AS kind,
    'payment_failed:' || charge.id AS fingerprint,
    charge.id AS stripe_id,
    NULL::text AS ledger_id,
    match.user_id,
    charge.currency,
    charge.amount AS expected_minor,
    0::bigint AS recorded_minor,
    NULL::bigint AS credits,
    charge.created AS occurred_at,
    jsonb_strip_nulls(jsonb_build_object(
        'failure_code', charge.failure_code, 'failure_message', charge.failure_message,
        'payment_intent', charge.payment_intent, 'session', match.session_id
    )) AS detail
FROM tieout.stage_charge AS charge
LEFT JOIN tieout.match ON match.payment_intent = charge.payment_intent
WHERE charge.status = 'failed'
ORDER BY occurred_at, stripe_id;
