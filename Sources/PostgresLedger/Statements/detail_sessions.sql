-- Rows of the detail sheet, read in portions through a cursor; instants in Unix seconds.
DECLARE detail NO SCROLL CURSOR FOR
SELECT
    match.session_id AS stripe_id, extract(epoch FROM match.created_at)::bigint AS created_at, session.mode, match.status, match.payment_status, match.currency,
    match.amount_minor, match.user_id, match.package_id, match.credits, match.payment_intent, match.charge_id AS charge,
    match.refunded_minor, state.state,
    coalesce(finding.kinds, state.reason) AS reason, match.movement_id AS ledger_movement,
    match.purchase_id AS ledger_purchase
FROM tieout.match
JOIN tieout.stage_checkout_session AS session ON session.id = match.session_id
JOIN tieout.record_state AS state ON state.stripe_id = match.session_id
LEFT JOIN (
    SELECT finding.stripe_id, string_agg(finding.kind, ', ' ORDER BY finding.kind) AS kinds
    FROM tieout.finding
    JOIN tieout.scope ON scope.run_id = finding.last_run
    WHERE finding.status IN ('open', 'accepted')
    GROUP BY finding.stripe_id
) AS finding ON finding.stripe_id = match.session_id
ORDER BY match.created_at, match.session_id;
