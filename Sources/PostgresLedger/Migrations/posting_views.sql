-- What posting writes, under the application's own types and without casts, so that its indexes serve and its
-- constraints speak. Simple enough that PostgreSQL writes through them.
CREATE OR REPLACE VIEW tieout.posting_balance AS
SELECT user_id, balance FROM public.user_credits;

CREATE OR REPLACE VIEW tieout.posting_movement AS
SELECT id AS ledger_id, user_id, type, amount AS credits, reference_id, metadata, created_at
FROM public.credit_transactions;

CREATE OR REPLACE VIEW tieout.posting_purchase AS
SELECT
    id AS ledger_id, user_id, package_id, credits_purchased AS credits, amount_paid_usd AS amount, payment_method,
    status, stripe_session_id, stripe_customer_id, error_message, completed_at, created_at
FROM public.user_credit_purchases;

CREATE OR REPLACE VIEW tieout.posting_checkout AS
SELECT stripe_session_id, status, completed_at FROM public.checkout_sessions;

CREATE OR REPLACE VIEW tieout.posting_payment AS
SELECT stripe_payment_intent_id, amount, currency, status, metadata, created_at FROM public.payment_logs;

CREATE OR REPLACE VIEW tieout.posting_invoice AS
SELECT
    stripe_invoice_id, stripe_subscription_id, amount_paid, amount_due, currency, status, billing_reason, created_at
FROM public.invoice_logs;
