-- What the ledger needs and lacks: whole tables with an empty column, else the columns that are missing.
WITH needed (table_name, column_name) AS (
    VALUES
        ('auth.users', 'id'),
        ('public.checkout_sessions', 'user_id'), ('public.checkout_sessions', 'stripe_session_id'),
        ('public.checkout_sessions', 'package_id'), ('public.checkout_sessions', 'credits'),
        ('public.checkout_sessions', 'amount_usd'), ('public.checkout_sessions', 'status'),
        ('public.checkout_sessions', 'expires_at'), ('public.checkout_sessions', 'completed_at'),
        ('public.checkout_sessions', 'created_at'),
        ('public.user_credit_purchases', 'user_id'), ('public.user_credit_purchases', 'package_id'),
        ('public.user_credit_purchases', 'credits_purchased'), ('public.user_credit_purchases', 'amount_paid_usd'),
        ('public.user_credit_purchases', 'payment_method'), ('public.user_credit_purchases', 'status'),
        ('public.user_credit_purchases', 'stripe_session_id'),
        ('public.user_credit_purchases', 'stripe_customer_id'), ('public.user_credit_purchases', 'error_message'),
        ('public.user_credit_purchases', 'completed_at'), ('public.user_credit_purchases', 'created_at'),
        ('public.user_credits', 'user_id'), ('public.user_credits', 'balance'),
        ('public.user_credits', 'lifetime_earned'),
        ('public.credit_transactions', 'user_id'), ('public.credit_transactions', 'type'),
        ('public.credit_transactions', 'amount'), ('public.credit_transactions', 'balance_before'),
        ('public.credit_transactions', 'balance_after'), ('public.credit_transactions', 'reference_id'),
        ('public.credit_transactions', 'metadata'), ('public.credit_transactions', 'created_at'),
        ('public.credit_packages', 'credits'), ('public.credit_packages', 'price_usd'),
        ('public.credit_packages', 'stripe_price_id'), ('public.credit_packages', 'is_active'),
        ('public.credit_packages', 'updated_at'),
        ('public.payment_logs', 'stripe_payment_intent_id'), ('public.payment_logs', 'amount'),
        ('public.payment_logs', 'currency'), ('public.payment_logs', 'status'),
        ('public.payment_logs', 'error_message'), ('public.payment_logs', 'metadata'),
        ('public.payment_logs', 'created_at'),
        ('public.invoice_logs', 'stripe_invoice_id'), ('public.invoice_logs', 'stripe_subscription_id'),
        ('public.invoice_logs', 'amount_paid'), ('public.invoice_logs', 'amount_due'),
        ('public.invoice_logs', 'currency'), ('public.invoice_logs', 'status'),
        ('public.invoice_logs', 'billing_reason'), ('public.invoice_logs', 'created_at')
)
SELECT DISTINCT
    needed.table_name,
    CASE WHEN to_regclass(needed.table_name) IS NULL THEN '' ELSE needed.column_name END AS column_name
FROM needed
LEFT JOIN pg_catalog.pg_attribute AS attribute
    ON attribute.attrelid = to_regclass(needed.table_name)
    AND attribute.attname = needed.column_name
    AND NOT attribute.attisdropped
WHERE attribute.attname IS NULL
ORDER BY 1, 2;
