SELECT balance
FROM public.update_user_credits(
    p_user_id => $1,
    p_amount => $2::integer,
    p_type => 'purchase',
    p_description => $3,
    p_reference_id => $4,
    p_metadata => jsonb_build_object('package_id', $5::text, 'stripe_session_id', $4::text)
);
