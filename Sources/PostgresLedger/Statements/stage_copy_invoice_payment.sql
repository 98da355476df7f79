COPY tieout.stage_invoice_payment (
    id, created, invoice, amount_paid, amount_requested, currency, status, payment_type, payment_intent, charge,
    livemode
) FROM STDIN (FORMAT binary);
