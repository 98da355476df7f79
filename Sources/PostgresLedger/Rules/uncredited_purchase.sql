-- The purchase log says completed but no movement gave the credits. Before the journal's first movement nothing could.
SELECT
    'uncredited_purchase' AS kind,
    'uncredited_purchase:' || ungranted_sale.session_id AS fingerprint,
    ungranted_sale.session_id AS stripe_id,
    ungranted_sale.purchase_id AS ledger_id,
    ungranted_sale.user_id,
    ungranted_sale.currency,
    ungranted_sale.amount_minor AS expected_minor,
    0::bigint AS recorded_minor,
    ungranted_sale.credits,
    coalesce(ungranted_sale.paid_at, ungranted_sale.created_at) AS occurred_at,
    jsonb_strip_nulls(ungranted_sale.promise || jsonb_build_object(
        'hold', coalesce(ungranted_sale.hold, 'needs_approval'), 'package_id', ungranted_sale.package_id,
        'customer', ungranted_sale.customer, 'payment_intent', ungranted_sale.payment_intent,
        'charge', ungranted_sale.charge_id
    )) AS detail
FROM tieout.ungranted_sale
JOIN (SELECT min(created_at) AS began_at FROM tieout.ledger_movement) AS journal
    ON journal.began_at <= ungranted_sale.created_at
WHERE ungranted_sale.completed_count > 0
ORDER BY occurred_at, stripe_id;
