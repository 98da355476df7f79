-- The granting function, where there is none of this name: one that exists is left alone, whatever it does.
-- Unlike the reference's own it has a pinned search path, and nobody but the service may call it.
DO $function$
BEGIN
    IF EXISTS (
        SELECT FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND proname = 'update_user_credits'
    ) THEN
        RETURN;
    END IF;
    CREATE FUNCTION public.update_user_credits(
        p_user_id uuid,
        p_amount integer,
        p_type text,
        p_description text DEFAULT NULL,
        p_reference_id text DEFAULT NULL,
        p_metadata jsonb DEFAULT NULL
    ) RETURNS public.user_credits
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    AS $body$
    DECLARE
        account public.user_credits;
        previous integer;
    BEGIN
        INSERT INTO public.user_credits (user_id, balance) VALUES (p_user_id, 0) ON CONFLICT (user_id) DO NOTHING;
        SELECT * INTO STRICT account FROM public.user_credits WHERE user_id = p_user_id FOR UPDATE;
        previous := account.balance;
        IF previous + p_amount < 0 THEN
            RAISE EXCEPTION 'insufficient credits: balance %, change %', previous, p_amount;
        END IF;
        UPDATE public.user_credits
        SET balance = previous + p_amount,
            lifetime_earned = lifetime_earned + greatest(p_amount, 0),
            lifetime_consumed = lifetime_consumed + CASE WHEN p_type = 'consume' THEN -least(p_amount, 0) ELSE 0 END,
            last_purchase_at = CASE WHEN p_type = 'purchase' THEN now() ELSE last_purchase_at END,
            last_consumed_at = CASE WHEN p_type = 'consume' THEN now() ELSE last_consumed_at END,
            updated_at = now()
        WHERE user_id = p_user_id
        RETURNING * INTO account;
        INSERT INTO public.credit_transactions (
            user_id, type, amount, balance_before, balance_after, description, reference_id, metadata
        )
        VALUES (
            p_user_id, p_type, p_amount, previous, account.balance, p_description, p_reference_id, p_metadata
        );
        RETURN account;
    END
    $body$;
    REVOKE ALL ON FUNCTION public.update_user_credits(uuid, integer, text, text, text, jsonb)
        FROM PUBLIC, anon, authenticated;
    GRANT EXECUTE ON FUNCTION public.update_user_credits(uuid, integer, text, text, text, jsonb) TO service_role;
    RAISE NOTICE 'created function public.update_user_credits' USING ERRCODE = 'TO001';
END
$function$;
