-- Closes what the run saw in its first look and not in its second; $1 run, $2 when the second look's findings count as seen,
-- which is after the first's. What the run corrected is corrected; the rest went away while it worked.
UPDATE tieout.finding
SET status = CASE WHEN judged.is_corrected THEN 'corrected' ELSE 'gone' END, closed_at = $2
FROM (
    SELECT seen.fingerprint, correction.fingerprint IS NOT NULL AS is_corrected
    FROM tieout.finding AS seen
    LEFT JOIN (
        SELECT DISTINCT fingerprint FROM tieout.correction WHERE run_id = $1
    ) AS correction ON correction.fingerprint = seen.fingerprint
    WHERE seen.last_run = $1 AND seen.last_seen < $2
) AS judged
WHERE finding.fingerprint = judged.fingerprint AND finding.status IN ('open', 'accepted');
