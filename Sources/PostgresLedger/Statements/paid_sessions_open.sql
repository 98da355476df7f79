-- The open findings above info of the paid sessions that paid_sessions counts; $1 as there.
SELECT finding.fingerprint, sale.session_id, sale.grant_count > 0 AS is_granted
FROM tieout.sale
CROSS JOIN tieout.scope
JOIN (
    SELECT stripe_id, fingerprint
    FROM tieout.finding
    WHERE status = 'open' AND severity <> 'info'
) AS finding ON finding.stripe_id = sale.session_id
WHERE $1::boolean OR (sale.paid_at >= scope.since AND sale.paid_at < scope.cut_off)
ORDER BY sale.session_id, finding.fingerprint;
