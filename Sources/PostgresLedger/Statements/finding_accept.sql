-- Accepts what is open of an object; $1 a Stripe id, a ledger id or a fingerprint, $2 who, $3 why, $4 until when.
UPDATE tieout.finding
SET status = 'accepted', accepted_by = $2, accepted_reason = $3, accepted_until = $4
WHERE (stripe_id = $1 OR ledger_id = $1 OR fingerprint = $1) AND status IN ('open', 'accepted')
RETURNING
    fingerprint, kind, severity, status, stripe_id, ledger_id, user_id, currency, expected_minor, recorded_minor,
    credits, occurred_at, detail, first_seen, last_seen, accepted_by, accepted_reason, accepted_until;
