-- A month of a large account and the ledger beside it, straight into the stage and the ledger's tables: as many sessions,
-- charges, intents, events, checkout rows, purchases, movements and payment logs as scale.rows says, with a share of each
-- fault. Nothing is random: each share and each id is worked out from the sale's number and scale.seed.

-- Foreign keys hold by construction; checking them row by row would take longer than everything that is measured.
SET LOCAL session_replication_role = replica;
SET LOCAL synchronous_commit = off;
SET LOCAL work_mem = '256MB';

-- Where an application keeps them, subscriptions and what it bought from providers are compared too.
CREATE TABLE public.subscriptions (user_id uuid, stripe_subscription_id text PRIMARY KEY, status text);
CREATE TABLE public.platform_credits (
    provider text PRIMARY KEY, current_balance bigint, low_balance_threshold bigint, credit_ratio numeric
);

CREATE TEMP TABLE sale ON COMMIT DROP AS
SELECT
    number,
    'cs_live_a1' || mark || substr(md5('cs' || mark), 1, 24) AS session_id,
    'pi_3' || substr(mark, 1, 23) AS intent_id,
    'ch_3' || substr(mark, 1, 23) AS charge_id,
    md5('buyer' || seed || draw % (rows / 10))::uuid AS buyer,
    md5('other buyer' || mark)::uuid AS stranger,
    timestamptz '2026-09-01T00:00:00Z' + draw / 13 % 2592000 * interval '1 second' AS created,
    draw / 7 % 1000 AS fault,
    package.*
FROM (
    SELECT
        number, rows, seed, md5(seed || ' ' || number) AS mark,
        hashint8extended(number, seed) & 9223372036854775807 AS draw
    FROM (SELECT current_setting('scale.rows')::bigint AS rows, current_setting('scale.seed')::bigint AS seed) AS size
    CROSS JOIN LATERAL generate_series(1, rows) AS number
) AS drawn
JOIN (
    VALUES (0, 'starter', 10, 500), (1, 'creative', 50, 2000), (2, 'pro', 100, 3500), (3, 'studio', 500, 15000)
) AS package (share, package_id, credits, amount) ON package.share = draw / 11 % 4;
ANALYZE sale;

-- What the faults are, in thousandths of all sales: see the conditions below, each with its number.
--   0-5 missed   6-7 failed fulfilment   8 uncredited   9-10 unrecorded   11-12 duplicate   13 phantom   14 amount
--  15 charge in another currency   16 credits   17 package   18 buyer   19 unattributable   20 free   21-22 stale checkout
--  23-24 refund kept   25 dispute kept   26 refund taken back   27 refunded before any grant   28-29 no payment log
--  30 payment log stale   31-60 declined first   61-70 expired   71-90 another product   91 movement without reference
--  92 charge of no session   93 balance drifted   94 log in another currency   95 partly refunded before any grant

UPDATE public.credit_packages SET updated_at = '2026-01-01';

INSERT INTO auth.users (id, email, created_at)
SELECT DISTINCT buyer, buyer || '@example.com', timestamptz '2026-01-01' FROM sale;

INSERT INTO tieout.stage_checkout_session (
    id, created, expires_at, mode, status, payment_status, currency, amount_subtotal, amount_total, amount_discount,
    amount_tax, customer, payment_intent, livemode, metadata
)
SELECT
    session_id, created, created + interval '1 day', 'payment',
    CASE WHEN fault BETWEEN 61 AND 70 THEN 'expired' ELSE 'complete' END,
    CASE WHEN fault = 13 OR fault BETWEEN 61 AND 70 THEN 'unpaid' WHEN fault = 20 THEN 'no_payment_required'
        ELSE 'paid' END,
    'usd', amount, CASE WHEN fault = 20 THEN 0 ELSE amount END, CASE WHEN fault = 20 THEN amount ELSE 0 END, 0,
    'cus_' || left(md5(buyer::text), 14),
    CASE WHEN fault = 20 OR fault BETWEEN 61 AND 70 THEN NULL WHEN fault = 92 THEN intent_id || 'x' ELSE intent_id END,
    true,
    CASE WHEN fault BETWEEN 71 AND 90 THEN jsonb_build_object('order_id', 'ord_' || number)
        ELSE jsonb_strip_nulls(jsonb_build_object(
            'type', 'credit_purchase',
            'user_id', CASE WHEN fault = 18 THEN stranger WHEN fault <> 19 THEN buyer END,
            'credits', CASE WHEN fault = 16 THEN credits + 7 ELSE credits END::text,
            'package_id', CASE WHEN fault = 17 THEN 'another' ELSE package_id END
        )) END
FROM sale;

INSERT INTO tieout.stage_charge (
    id, created, amount, amount_captured, amount_refunded, currency, captured, paid, refunded, disputed, status,
    payment_intent, customer, failure_code, failure_message, payment_method_type, livemode
)
SELECT
    charge_id, created + interval '40 seconds', amount, amount,
    CASE WHEN fault IN (23, 24, 26, 27) THEN amount WHEN fault = 95 THEN amount / 2 ELSE 0 END,
    CASE WHEN fault = 15 THEN 'eur' ELSE 'usd' END, true, true, fault IN (23, 24, 26, 27), fault = 25, 'succeeded',
    intent_id, 'cus_' || left(md5(buyer::text), 14), NULL, NULL, 'card', true
FROM sale
WHERE fault NOT IN (13, 20) AND fault NOT BETWEEN 61 AND 70
UNION ALL
SELECT
    'py' || substr(charge_id, 3), created + interval '20 seconds', amount, 0, 0, 'usd', false, false, false, false,
    'failed', intent_id, 'cus_' || left(md5(buyer::text), 14), 'card_declined', 'Your card was declined.', 'card', true
FROM sale
WHERE fault BETWEEN 31 AND 60;

INSERT INTO tieout.stage_payment_intent (
    id, created, amount, amount_received, currency, status, customer, latest_charge, livemode, metadata
)
SELECT
    intent_id, created, amount, CASE WHEN fault = 13 THEN 0 ELSE amount END, 'usd',
    CASE WHEN fault = 13 THEN 'canceled' ELSE 'succeeded' END, 'cus_' || left(md5(buyer::text), 14),
    CASE WHEN fault <> 13 THEN charge_id END, true, '{}'
FROM sale
WHERE fault <> 20 AND fault NOT BETWEEN 61 AND 70;

INSERT INTO tieout.stage_refund (id, created, amount, currency, status, charge, payment_intent, reason)
SELECT
    're_3' || substr(charge_id, 5), created + interval '3 days', CASE WHEN fault = 95 THEN amount / 2 ELSE amount END, 'usd',
    'succeeded', charge_id, intent_id, 'requested_by_customer'
FROM sale
WHERE fault IN (23, 24, 26, 27, 95);

INSERT INTO tieout.stage_dispute (id, created, amount, currency, status, charge, payment_intent, reason, livemode)
SELECT 'dp_1' || substr(charge_id, 5), created + interval '5 days', amount, 'usd', 'lost', charge_id, intent_id, 'fraudulent', true
FROM sale
WHERE fault = 25;

INSERT INTO tieout.stage_event (id, created, type, pending_webhooks, object_kind, object_id, livemode)
SELECT
    'evt_1' || substr(charge_id, 5), created + interval '41 seconds', 'checkout.session.completed',
    CASE WHEN fault <= 5 THEN 1 ELSE 0 END, 'checkout.session', session_id, true
FROM sale
WHERE fault NOT BETWEEN 61 AND 70;

-- A subscription for every fifth sale, and its invoice: one in a hundred unpaid, unlogged, stale or of another amount.
INSERT INTO tieout.stage_invoice (
    id, created, status, currency, amount_due, amount_paid, amount_remaining, total, billing_reason, customer,
    subscription, number, due_date, attempt_count, finalized_at, paid_at, livemode
)
SELECT
    'in_1' || substr(charge_id, 5), created, CASE WHEN fault / 10 = 0 THEN 'open' ELSE 'paid' END, 'usd', 1900,
    CASE WHEN fault / 10 = 0 THEN 0 ELSE 1900 END, CASE WHEN fault / 10 = 0 THEN 1900 ELSE 0 END, 1900,
    'subscription_cycle', 'cus_' || left(md5(buyer::text), 14), 'sub_1' || substr(charge_id, 5), 'T-' || number,
    created + interval '1 hour', 1, created, CASE WHEN fault / 10 <> 0 THEN created + interval '1 hour' END, true
FROM sale
WHERE number % 5 = 0;

INSERT INTO tieout.stage_subscription (id, created, status, customer, livemode)
SELECT 'sub_1' || substr(charge_id, 5), created, 'active', 'cus_' || left(md5(buyer::text), 14), true
FROM sale
WHERE number % 5 = 0;

INSERT INTO public.invoice_logs (
    stripe_invoice_id, stripe_subscription_id, amount_paid, amount_due, currency, status, billing_reason, created_at
)
SELECT
    'in_1' || substr(charge_id, 5), 'sub_1' || substr(charge_id, 5),
    CASE WHEN fault / 10 = 2 THEN 18 WHEN fault / 10 = 0 THEN 0 ELSE 19 END, 19, 'usd',
    CASE WHEN fault / 10 = 0 THEN 'payment_failed' WHEN fault / 10 = 3 THEN 'open' ELSE 'paid' END,
    'subscription_cycle', created
FROM sale
WHERE number % 5 = 0 AND fault / 10 <> 1;

INSERT INTO public.subscriptions (user_id, stripe_subscription_id, status)
SELECT buyer, 'sub_1' || substr(charge_id, 5), CASE WHEN fault / 10 = 4 THEN 'cancelled' ELSE 'active' END
FROM sale
WHERE number % 5 = 0;

INSERT INTO public.platform_credits VALUES ('provider', 1000, 5000, 0.01);

INSERT INTO public.checkout_sessions (
    id, user_id, stripe_session_id, package_id, credits, amount_usd, status, expires_at, completed_at, created_at
)
SELECT
    md5('checkout' || session_id)::uuid, buyer, session_id, package_id, credits, amount / 100.0,
    CASE WHEN fault IN (21, 22) THEN 'created' WHEN fault BETWEEN 61 AND 70 THEN 'expired' ELSE 'completed' END,
    created + interval '1 day', created + interval '41 seconds', created
FROM sale
WHERE fault <> 19 AND fault NOT BETWEEN 71 AND 90;

-- The handler's two rows. What it granted, and what it wrote down of it.
CREATE TEMP TABLE granted ON COMMIT DROP AS
SELECT sale.*, repetition
FROM sale
JOIN (VALUES (1), (2)) AS times (repetition) ON repetition = 1 OR fault IN (11, 12)
WHERE fault NOT IN (16, 18, 19, 20, 27, 95) AND fault > 8 AND fault NOT BETWEEN 61 AND 90;

INSERT INTO public.credit_transactions (
    id, user_id, type, amount, balance_before, balance_after, description, reference_id, metadata, created_at
)
SELECT
    md5('movement' || session_id || repetition)::uuid, buyer, 'purchase', credits, 0, credits, 'Credit purchase',
    CASE WHEN fault <> 91 THEN session_id END,
    CASE WHEN fault <> 91 THEN jsonb_build_object('package_id', package_id, 'stripe_session_id', session_id) END,
    created + interval '42 seconds'
FROM granted
UNION ALL
-- What was given back, and what buyers used: a tenth of all sales are followed by one.
SELECT
    md5('taken back' || session_id)::uuid, buyer, 'refund', -credits, credits, 0, 'Refund', session_id, NULL,
    created + interval '3 days'
FROM sale
WHERE fault = 26
UNION ALL
SELECT
    md5('used' || session_id)::uuid, buyer, 'consume', -1, credits, credits - 1, 'Image', NULL,
    jsonb_build_object('job', number, 'model', 'large'), created + interval '2 hours'
FROM sale
WHERE fault >= 900;

INSERT INTO public.user_credit_purchases (
    id, user_id, package_id, credits_purchased, amount_paid_usd, payment_method, status, stripe_session_id,
    stripe_customer_id, error_message, completed_at, created_at
)
SELECT
    md5('purchase' || session_id)::uuid, buyer, package_id, credits,
    CASE WHEN fault = 14 THEN amount / 1000.0 ELSE amount / 100.0 END, 'stripe',
    CASE WHEN fault IN (6, 7) THEN 'failed' ELSE 'completed' END, session_id, 'cus_' || left(md5(buyer::text), 14),
    CASE WHEN fault IN (6, 7) THEN 'deadlock detected' END, created + interval '43 seconds', created + interval '43 seconds'
FROM sale
WHERE fault IN (6, 7, 8)
   OR (fault > 8 AND fault NOT IN (9, 10, 13, 16, 18, 19, 20, 27, 91, 95) AND fault NOT BETWEEN 61 AND 90);

INSERT INTO public.payment_logs (id, stripe_payment_intent_id, amount, currency, status, metadata, created_at)
SELECT
    md5('payment' || intent_id)::uuid, intent_id, amount / 100.0, CASE WHEN fault = 94 THEN 'EUR' ELSE 'USD' END,
    CASE fault WHEN 13 THEN 'cancelled' WHEN 30 THEN 'pending' ELSE 'succeeded' END, '{}', created + interval '41 seconds'
FROM sale
WHERE fault NOT IN (20, 28, 29) AND fault NOT BETWEEN 61 AND 70;

-- Balances are the sum of the movements, but for the buyers of sales with fault 93.
INSERT INTO public.user_credits (id, user_id, balance, lifetime_earned)
SELECT md5('balance' || journal.user_id)::uuid, journal.user_id,
    greatest(journal.credits, 0) + CASE WHEN drifted.buyer IS NOT NULL THEN 3 ELSE 0 END, greatest(journal.credits, 0)
FROM (SELECT user_id, sum(amount) AS credits FROM public.credit_transactions GROUP BY user_id) AS journal
LEFT JOIN (SELECT DISTINCT buyer FROM sale WHERE fault = 93) AS drifted ON drifted.buyer = journal.user_id;

INSERT INTO tieout.looked_up (stripe_id, is_known) SELECT intent_id, false FROM sale WHERE fault = 92;
