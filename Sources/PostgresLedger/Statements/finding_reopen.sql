-- Opens again what was accepted until now or earlier; $1 now.
UPDATE tieout.finding SET status = 'open' WHERE status = 'accepted' AND accepted_until <= $1;
