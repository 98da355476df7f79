-- The planner knows nothing of a table that was filled a moment ago. Only what is joined and filtered by is sampled.
ANALYZE tieout.match (
    session_id, created_at, is_of_listed_time, exclusion, status, payment_status, payment_intent, charge_id, checkout_id,
    checkout_status, user_id, buyer_exists, is_charged_otherwise, is_logged_otherwise, credits, grant_count,
    granted_user_id, completed_count, failed_count, returned_minor, lost_minor
);
