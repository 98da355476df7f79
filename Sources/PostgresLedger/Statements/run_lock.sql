-- One run at a time on a ledger; the lock goes with the session, so a killed run leaves none behind.
SELECT pg_try_advisory_lock(7209, 1) AS is_ours;
