-- A bank took the money back after the grant, and the credits for it stayed. What a refund took is told there.
SELECT
    'dispute_not_reversed' AS kind,
    'dispute_not_reversed:' || session_id AS fingerprint,
    session_id AS stripe_id,
    movement_id AS ledger_id,
    CASE WHEN NOT is_granted_to_several THEN granted_user_id END AS user_id,
    currency,
    lost_minor AS expected_minor,
    floor(
        paid_minor::numeric * greatest(kept_after_refunds - held_credits, 0) / greatest(promised_credits, 1)
    )::bigint AS recorded_minor,
    least(held_credits, kept_after_refunds) - kept_after_disputes AS credits,
    granted_at AS occurred_at,
    jsonb_strip_nulls(promise || jsonb_build_object(
        'granted_credits', granted_credits::text, 'kept_credits', kept_after_disputes::text,
        'captured_minor', captured_minor::text, 'refunded_minor', returned_minor::text,
        'lost_minor', lost_minor::text, 'balance', balance.balance::text, 'charge', charge_id,
        'payment_intent', payment_intent
    )) AS detail
FROM tieout.returned_sale
LEFT JOIN tieout.ledger_balance AS balance ON balance.user_id = returned_sale.granted_user_id
WHERE lost_minor > 0 AND least(held_credits, kept_after_refunds) > kept_after_disputes
ORDER BY occurred_at, stripe_id;
