-- $1 fingerprints that were corrected or went away while the run worked, $2 their new status, $3 now.
UPDATE tieout.finding SET status = $2, closed_at = $3 WHERE fingerprint = ANY ($1) AND status IN ('open', 'accepted');
