-- A second event for the same invoice is lost, as with payments.
INSERT INTO public.invoice_logs
    (
        stripe_invoice_id, stripe_subscription_id, amount_paid, amount_due, currency, status, billing_reason,
        created_at
    )
VALUES
    (
        $1, $2, $3::numeric / 100, $4::numeric / 100, $5, $6, $7, coalesce(to_timestamp($8::bigint), now())
    )
ON CONFLICT (stripe_invoice_id) DO NOTHING;
