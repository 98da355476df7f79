-- Two grants of one session wait for each other; the number keeps these locks apart from anybody else's.
SELECT pg_advisory_xact_lock(7208, hashtext($1));
