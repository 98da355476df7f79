COPY tieout.stage_dispute (
    id, created, amount, currency, status, charge, payment_intent, reason, livemode
) FROM STDIN (FORMAT binary);
