-- Where no row holds the balance, two grants of Tieout's to one buyer wait for each other here.
SELECT pg_advisory_xact_lock(7209, hashtext($1));
