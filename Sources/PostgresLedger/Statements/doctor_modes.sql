-- Whether the ledger speaks of live or of test sessions, by its newest references.
SELECT
    count(*) FILTER (WHERE stripe_id LIKE 'cs\_live\_%') AS live,
    count(*) FILTER (WHERE stripe_id LIKE 'cs\_test\_%') AS test
FROM (
    SELECT stripe_session_id AS stripe_id FROM public.checkout_sessions ORDER BY created_at DESC LIMIT 1000
) AS newest;
