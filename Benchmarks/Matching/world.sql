-- Paid credit purchases, straight into the stage and the reference ledger: as many sessions, charges, checkout rows,
-- movements and purchases as the variable `rows` says; of every fiftieth the ledger knows nothing.
BEGIN;
-- Foreign keys hold by construction.
SET LOCAL session_replication_role = replica;
CREATE TEMP TABLE sale ON COMMIT DROP AS
SELECT number, to_char(number, 'FM000000000000000000000000') AS mark, md5('buyer' || number % (:rows / 10 + 1))::uuid AS buyer,
    timestamptz '2026-09-01T00:00:00Z' + number * interval '2592000 seconds' / :rows AS created
FROM generate_series(0, :rows - 1) AS number;

INSERT INTO auth.users (id, email, created_at)
SELECT DISTINCT buyer, buyer || '@example.com', timestamptz '2026-01-01' FROM sale;

INSERT INTO tieout.stage_checkout_session (
    id, created, expires_at, mode, status, payment_status, currency, amount_subtotal, amount_total, amount_discount,
    amount_tax, payment_intent, livemode, metadata
)
SELECT 'cs_live_' || mark, created, created + interval '1 day', 'payment', 'complete', 'paid', 'usd', 2000, 2000, 0, 0,
    'pi_' || mark, true,
    jsonb_build_object('type', 'credit_purchase', 'user_id', buyer, 'credits', '50', 'package_id', 'creative')
FROM sale;

INSERT INTO tieout.stage_charge (
    id, created, amount, amount_captured, amount_refunded, currency, captured, paid, refunded, disputed, status,
    payment_intent, livemode
)
SELECT 'ch_' || mark, created + interval '40 seconds', 2000, 2000, 0, 'usd', true, true, false, false, 'succeeded',
    'pi_' || mark, true
FROM sale;

INSERT INTO public.checkout_sessions (
    id, user_id, stripe_session_id, package_id, credits, amount_usd, status, expires_at, completed_at, created_at
)
SELECT md5('checkout' || number)::uuid, buyer, 'cs_live_' || mark, 'creative', 50, 20, 'completed',
    created + interval '1 day', created + interval '41 seconds', created
FROM sale;

INSERT INTO public.credit_transactions (
    id, user_id, type, amount, balance_before, balance_after, description, reference_id, metadata, created_at
)
SELECT md5('movement' || number)::uuid, buyer, 'purchase', 50, 0, 50, 'Credit purchase', 'cs_live_' || mark,
    jsonb_build_object('package_id', 'creative', 'stripe_session_id', 'cs_live_' || mark),
    created + interval '42 seconds'
FROM sale
WHERE number % 50 <> 0;

INSERT INTO public.user_credit_purchases (
    id, user_id, package_id, credits_purchased, amount_paid_usd, payment_method, status, stripe_session_id, completed_at,
    created_at
)
SELECT md5('purchase' || number)::uuid, buyer, 'creative', 50, 20, 'stripe', 'completed', 'cs_live_' || mark,
    created + interval '43 seconds', created + interval '43 seconds'
FROM sale
WHERE number % 50 <> 0;

INSERT INTO public.user_credits (id, user_id, balance, lifetime_earned)
SELECT md5('balance' || user_id)::uuid, user_id, sum(amount), sum(amount) FROM public.credit_transactions GROUP BY user_id;
COMMIT;
VACUUM ANALYZE public.checkout_sessions, public.credit_transactions, public.user_credit_purchases, public.user_credits;
