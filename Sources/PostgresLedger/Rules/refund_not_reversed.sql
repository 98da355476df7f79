-- Money went back after the grant, and the credits for it did not.
SELECT
    'refund_not_reversed' AS kind,
    'refund_not_reversed:' || session_id AS fingerprint,
    session_id AS stripe_id,
    movement_id AS ledger_id,
    CASE WHEN NOT is_granted_to_several THEN granted_user_id END AS user_id,
    currency,
    returned_minor AS expected_minor,
    -- The money's worth of what was taken back already.
    floor(paid_minor::numeric * greatest(promised_credits - held_credits, 0) / greatest(promised_credits, 1))::bigint
        AS recorded_minor,
    held_credits - kept_after_refunds AS credits,
    granted_at AS occurred_at,
    jsonb_strip_nulls(promise || jsonb_build_object(
        'granted_credits', granted_credits::text, 'kept_credits', kept_after_refunds::text,
        'captured_minor', captured_minor::text, 'refunded_minor', returned_minor::text, 'balance', balance.balance::text,
        'charge', charge_id, 'payment_intent', payment_intent
    )) AS detail
FROM tieout.returned_sale
LEFT JOIN tieout.ledger_balance AS balance ON balance.user_id = returned_sale.granted_user_id
WHERE returned_minor > 0 AND held_credits > kept_after_refunds
ORDER BY occurred_at, stripe_id;
