SELECT public.update_user_credits(
    p_user_id => $1,
    p_amount => $2::integer,
    p_type => 'purchase',
    p_description => $3,
    p_reference_id => $4,
    p_metadata => $5
);
