SELECT balance
FROM public.update_user_credits(
    p_user_id => $1,
    p_amount => -$2::integer,
    p_type => 'consume',
    p_description => 'Image generation'
);
