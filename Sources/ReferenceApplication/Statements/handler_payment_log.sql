-- A second event for the same payment is lost: the handler's own mistake, which there is a logged unique violation.
INSERT INTO public.payment_logs (stripe_payment_intent_id, amount, currency, status, error_message, metadata, created_at)
VALUES ($1, $2::numeric / 100, $3, $4, $5, '{}', coalesce(to_timestamp($6::bigint), now()))
ON CONFLICT (stripe_payment_intent_id) DO NOTHING;
