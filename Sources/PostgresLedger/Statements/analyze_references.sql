-- The planner knows nothing of tables that were filled a moment ago and takes them for small: the joins would be loops.
ANALYZE
    tieout.scope, tieout.looked_up, tieout.ledger_reference (stripe_id, ledger_id, type, is_only),
    tieout.session_key (stripe_id, session_id);
