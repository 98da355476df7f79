-- The ledger behind views: rules read nothing but these, with text keys, whatever the application calls its tables.
CREATE OR REPLACE VIEW tieout.ledger_user AS
SELECT id::text AS user_id FROM auth.users;

CREATE OR REPLACE VIEW tieout.ledger_checkout AS
SELECT
    id::text AS ledger_id, user_id::text AS user_id, stripe_session_id::text AS stripe_session_id,
    package_id::text AS package_id, credits::bigint AS credits, amount_usd::numeric AS amount, status::text AS status,
    created_at, completed_at, expires_at
FROM public.checkout_sessions;

CREATE OR REPLACE VIEW tieout.ledger_purchase AS
SELECT
    id::text AS ledger_id, user_id::text AS user_id, package_id::text AS package_id,
    credits_purchased::bigint AS credits, amount_paid_usd::numeric AS amount, status::text AS status,
    stripe_session_id::text AS stripe_session_id, error_message, created_at, completed_at
FROM public.user_credit_purchases;

CREATE OR REPLACE VIEW tieout.ledger_movement AS
SELECT
    id::text AS ledger_id, user_id::text AS user_id, type::text AS type, amount::bigint AS credits,
    balance_before::bigint AS balance_before, balance_after::bigint AS balance_after,
    reference_id::text AS reference_id, metadata, created_at
FROM public.credit_transactions;

CREATE OR REPLACE VIEW tieout.ledger_payment AS
SELECT
    id::text AS ledger_id, stripe_payment_intent_id::text AS stripe_payment_intent_id, amount::numeric AS amount,
    lower(currency)::text AS currency, status::text AS status, error_message, created_at
FROM public.payment_logs;

CREATE OR REPLACE VIEW tieout.ledger_invoice AS
SELECT
    id::text AS ledger_id, stripe_invoice_id::text AS stripe_invoice_id,
    stripe_subscription_id::text AS stripe_subscription_id, amount_paid::numeric AS amount_paid,
    amount_due::numeric AS amount_due, lower(currency)::text AS currency, status::text AS status,
    billing_reason::text AS billing_reason, created_at
FROM public.invoice_logs;

CREATE OR REPLACE VIEW tieout.ledger_package AS
SELECT
    id::text AS package_id, credits::bigint AS credits, price_usd::numeric AS price,
    stripe_price_id::text AS stripe_price_id, is_active, updated_at
FROM public.credit_packages;

CREATE OR REPLACE VIEW tieout.ledger_balance AS
SELECT user_id::text AS user_id, balance::bigint AS balance, lifetime_earned::bigint AS lifetime_earned
FROM public.user_credits;
