TRUNCATE
    tieout.scope, tieout.ledger_reference, tieout.session_key, tieout.joined_evidence, tieout.match, tieout.record_state,
    tieout.booked;
