-- What a person accepted, of the findings that a run saw; $1 run.
SELECT fingerprint FROM tieout.finding WHERE last_run = $1 AND status = 'accepted';
