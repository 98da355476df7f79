-- The planner knows nothing of a table that was filled a moment ago. Only what is joined and filtered by is sampled: the
-- promises alone would take longer than the rest.
ANALYZE tieout.match (
    session_id, created_at, exclusion, status, payment_status, payment_intent, charge_id, checkout_id, checkout_status,
    user_id, buyer_exists, credits, grant_count, granted_user_id, completed_count, failed_count, returned_minor,
    lost_minor
);
