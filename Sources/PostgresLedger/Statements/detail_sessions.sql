SELECT
    match.session_id AS stripe_id, match.created_at, session.mode, match.status, match.payment_status, match.currency,
    match.amount_minor, match.user_id, match.package_id, match.credits, match.payment_intent, match.charge_id AS charge,
    match.refunded_minor, state.state, state.reason, match.movement_id AS ledger_movement,
    match.purchase_id AS ledger_purchase
FROM tieout.match
JOIN tieout.stage_checkout_session AS session ON session.id = match.session_id
JOIN tieout.record_state AS state ON state.stripe_id = match.session_id
ORDER BY match.created_at, match.session_id;
