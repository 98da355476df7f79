COPY tieout.stage_charge (
    id, created, amount, amount_captured, amount_refunded, currency, captured, paid, refunded, disputed, status,
    payment_intent, customer, invoice, failure_code, failure_message, payment_method_type, livemode
) FROM STDIN (FORMAT binary);
