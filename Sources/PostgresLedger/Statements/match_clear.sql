TRUNCATE tieout.scope, tieout.ledger_reference, tieout.session_key, tieout.evidence, tieout.match, tieout.record_state;
