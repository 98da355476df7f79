-- The paid sessions of the scope's period, by when their charge was made: how many there are, how many are granted, and
-- for how many nothing is to be done. $1 whether all staged sales count, whenever they were paid: of a run over single
-- objects. Read after the findings that are gone were closed.
SELECT
    count(*) AS paid,
    count(*) FILTER (WHERE sale.grant_count > 0) AS granted,
    count(*) FILTER (WHERE sale.grant_count = 0 AND needing.stripe_id IS NULL) AS not_due
FROM tieout.sale
CROSS JOIN tieout.scope
LEFT JOIN (
    SELECT DISTINCT stripe_id
    FROM tieout.finding
    WHERE status = 'open' AND severity <> 'info'
) AS needing ON needing.stripe_id = sale.session_id
WHERE $1::boolean OR (sale.paid_at >= scope.since AND sale.paid_at < scope.cut_off);
