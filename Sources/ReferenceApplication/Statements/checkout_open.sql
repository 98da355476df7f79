-- amount_usd is the price shown in whole units; the divisor knows the currency's minor units.
INSERT INTO public.checkout_sessions
    (user_id, stripe_session_id, package_id, credits, amount_usd, status, expires_at, created_at)
VALUES
    (
        $1, $2, $3, $4::integer, $5::numeric / $6::numeric, 'created', to_timestamp($7::bigint),
        to_timestamp($8::bigint)
    );
