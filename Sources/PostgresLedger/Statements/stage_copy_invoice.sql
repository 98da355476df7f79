COPY tieout.stage_invoice (
    id, created, status, currency, amount_due, amount_paid, amount_remaining, total, billing_reason, customer,
    subscription, payment_intent, charge, number, due_date, next_payment_attempt, attempt_count, finalized_at,
    paid_at, payments, livemode
) FROM STDIN (FORMAT binary);
