INSERT INTO tieout.posting_purchase (
    user_id, package_id, credits, amount, payment_method, status, stripe_session_id, stripe_customer_id, completed_at,
    created_at
)
VALUES ($1, $2, $3, $4, 'stripe', 'completed', $5, $6, now(), now());
