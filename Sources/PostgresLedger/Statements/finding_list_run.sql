-- The findings that a run saw, oldest first, read in portions through a cursor; $1 run.
DECLARE finding NO SCROLL CURSOR FOR
SELECT
    fingerprint, kind, severity, status, stripe_id, ledger_id, user_id, currency, expected_minor, recorded_minor,
    credits, occurred_at, detail, first_seen, last_seen, accepted_by, accepted_reason,
    accepted_until
FROM tieout.finding
WHERE last_run = $1
ORDER BY first_seen, occurred_at NULLS LAST, fingerprint COLLATE "C";
