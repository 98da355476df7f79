-- The packages of the reference application, where the table has none: an application that sells others keeps its own.
DO $packages$
BEGIN
    IF EXISTS (SELECT FROM public.credit_packages) THEN
        RETURN;
    END IF;
    INSERT INTO public.credit_packages (id, name, description, credits, price_usd, is_popular, sort_order)
    VALUES
        ('starter', 'Starter', '10 credits', 10, 5.00, false, 1),
        ('creative', 'Creative', '50 credits', 50, 20.00, true, 2),
        ('pro', 'Pro', '100 credits', 100, 35.00, false, 3),
        ('studio', 'Studio', '500 credits', 500, 150.00, false, 4);
    RAISE NOTICE 'added the default packages' USING ERRCODE = 'TO001';
END
$packages$;
