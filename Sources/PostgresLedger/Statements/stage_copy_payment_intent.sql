COPY tieout.stage_payment_intent (
    id, created, amount, amount_received, currency, status, customer, latest_charge, invoice, last_error_code,
    livemode, metadata
) FROM STDIN (FORMAT binary);
