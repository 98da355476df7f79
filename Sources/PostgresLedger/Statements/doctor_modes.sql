-- Whether the ledger speaks of live or of test sessions, by its newest references.
SELECT
    count(*) FILTER (WHERE stripe_id LIKE 'cs\_live\_%') AS live,
    count(*) FILTER (WHERE stripe_id LIKE 'cs\_test\_%') AS test
FROM (
    (SELECT stripe_session_id AS stripe_id FROM tieout.ledger_checkout ORDER BY created_at DESC NULLS LAST LIMIT 1000)
    UNION ALL
    (SELECT stripe_session_id FROM tieout.ledger_purchase ORDER BY created_at DESC NULLS LAST LIMIT 1000)
    UNION ALL
    (SELECT reference_id FROM tieout.ledger_movement ORDER BY created_at DESC NULLS LAST LIMIT 1000)
) AS newest;
