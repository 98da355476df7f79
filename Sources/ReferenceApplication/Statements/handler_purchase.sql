-- The session's amount divided by 100 whatever its currency is: the handler's own mistake.
INSERT INTO public.user_credit_purchases
    (
        user_id, package_id, credits_purchased, amount_paid_usd, payment_method, status, stripe_session_id,
        stripe_customer_id, error_message, completed_at, created_at
    )
VALUES
    (
        $1, $2, $3::integer, $4::numeric / 100, 'stripe', $5, $6, $7, $8,
        CASE WHEN $5 = 'completed' THEN coalesce(to_timestamp($9::bigint), now()) END,
        coalesce(to_timestamp($9::bigint), now())
    );
