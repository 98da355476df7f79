COPY tieout.stage_refund (
    id, created, amount, currency, status, charge, payment_intent, reason
) FROM STDIN (FORMAT binary);
