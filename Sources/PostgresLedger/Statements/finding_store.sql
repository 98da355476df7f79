-- $1 the findings of a run as JSON, $2 run, $3 now. A finding that comes back is open again under its first date; one that
-- was accepted stays so until the acceptance ends, as long as it says what it said.
INSERT INTO tieout.finding (
    fingerprint, kind, severity, status, stripe_id, ledger_id, user_id, currency, expected_minor, recorded_minor,
    credits, occurred_at, detail, first_run, last_run, first_seen, last_seen
)
SELECT
    found.fingerprint, found.kind, found.severity, 'open', found.stripe_id, found.ledger_id, found.user_id,
    found.currency, found.expected_minor, found.recorded_minor, found.credits, found.occurred_at, found.detail, $2, $2,
    $3, $3
FROM jsonb_to_recordset($1) AS found (
    fingerprint text, kind text, severity text, stripe_id text, ledger_id text, user_id text, currency text,
    expected_minor bigint, recorded_minor bigint, credits bigint, occurred_at timestamptz, detail jsonb
)
ON CONFLICT (fingerprint) DO UPDATE SET
    severity = excluded.severity,
    status = CASE
        WHEN finding.status = 'accepted'
            AND finding.accepted_until > $3
            AND finding.expected_minor IS NOT DISTINCT FROM excluded.expected_minor
            AND finding.recorded_minor IS NOT DISTINCT FROM excluded.recorded_minor
            AND finding.credits IS NOT DISTINCT FROM excluded.credits
        THEN 'accepted'
        ELSE 'open'
    END,
    stripe_id = excluded.stripe_id,
    ledger_id = excluded.ledger_id,
    user_id = excluded.user_id,
    currency = excluded.currency,
    expected_minor = excluded.expected_minor,
    recorded_minor = excluded.recorded_minor,
    credits = excluded.credits,
    occurred_at = excluded.occurred_at,
    detail = excluded.detail,
    last_run = excluded.last_run,
    last_seen = excluded.last_seen,
    closed_at = NULL;
