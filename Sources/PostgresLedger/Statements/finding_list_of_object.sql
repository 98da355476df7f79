-- Every finding that ever named an object, whatever became of it; $1 a Stripe id, a ledger id or a fingerprint.
SELECT
    fingerprint, kind, severity, status, stripe_id, ledger_id, user_id, currency, expected_minor, recorded_minor,
    credits, occurred_at, detail, first_seen, last_seen, accepted_by, accepted_reason,
    accepted_until
FROM tieout.finding
WHERE stripe_id = $1 OR ledger_id = $1 OR fingerprint = $1
ORDER BY first_seen, fingerprint;
