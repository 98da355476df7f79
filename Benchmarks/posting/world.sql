-- Buyers who have bought before: a balance row each, and so many movements and purchase rows with the ids of their sales.
-- Settings posting.buyers and posting.history.
-- Foreign keys hold by construction.
SET LOCAL session_replication_role = replica;

CREATE TEMP TABLE earlier_sale ON COMMIT DROP AS
SELECT
    ('00000000-0000-4000-8000-' || lpad(to_hex(buyer), 12, '0'))::uuid AS buyer,
    'cs_live_' || md5('session' || buyer || ' ' || sale) AS session,
    'pi_' || md5('intent' || buyer || ' ' || sale) AS intent,
    (sale - 1) * 50 AS balance,
    timestamptz '2026-01-01T00:00:00Z' + sale * interval '9 days' + buyer * interval '7 seconds' AS sold_at
FROM generate_series(1, current_setting('posting.buyers')::integer) AS buyer,
    generate_series(1, current_setting('posting.history')::integer) AS sale;

INSERT INTO auth.users (id, email, created_at)
SELECT ('00000000-0000-4000-8000-' || lpad(to_hex(buyer), 12, '0'))::uuid, buyer || '@example.com', timestamptz '2026-01-01'
FROM generate_series(1, current_setting('posting.buyers')::integer) AS buyer;

INSERT INTO public.credit_transactions (
    user_id, type, amount, balance_before, balance_after, description, reference_id, metadata, created_at
)
SELECT
    buyer, 'purchase', 50, balance, balance + 50, 'Purchase of package creative', session,
    jsonb_build_object('package_id', 'creative', 'stripe_session_id', session, 'payment_intent', intent), sold_at
FROM earlier_sale
ORDER BY sold_at;

INSERT INTO public.user_credit_purchases (
    user_id, package_id, credits_purchased, amount_paid_usd, payment_method, status, stripe_session_id, completed_at,
    created_at
)
SELECT buyer, 'creative', 50, 20, 'stripe', 'completed', session, sold_at, sold_at FROM earlier_sale ORDER BY sold_at;

INSERT INTO public.user_credits (user_id, balance, lifetime_earned)
SELECT
    ('00000000-0000-4000-8000-' || lpad(to_hex(buyer), 12, '0'))::uuid, 50 * current_setting('posting.history')::integer,
    50 * current_setting('posting.history')::integer
FROM generate_series(1, current_setting('posting.buyers')::integer) AS buyer;
