COPY tieout.stage_checkout_session (
    id, created, expires_at, mode, status, payment_status, currency, amount_subtotal, amount_total,
    amount_discount, amount_tax, customer, client_reference_id, payment_intent, invoice, subscription,
    presentment_currency, presentment_amount, source_currency, source_subtotal, source_total, livemode, metadata
) FROM STDIN (FORMAT binary);
