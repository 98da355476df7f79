-- What a webhook handler does to grant: nothing around it, committed by itself.
SELECT public.update_user_credits(
    $1::uuid, $2::integer, 'purchase', 'Purchase of package creative', $3::text, $4::jsonb
);
