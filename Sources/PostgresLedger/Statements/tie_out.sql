-- What became of each paid credit purchase of the period, per currency: money and credits side by side.
SELECT
    sale.currency,
    CASE
        WHEN sale.grant_count > 0 AND sale.is_granted_by_tieout THEN 'granted_by_tieout'
        WHEN sale.grant_count > 0 THEN 'granted'
        WHEN state.state = 'excluded' THEN 'excluded'
        WHEN correctable.stripe_id IS NOT NULL THEN 'waiting'
        WHEN state.state = 'found' THEN 'found'
        ELSE 'unreconciled'
    END AS line,
    count(*) AS count,
    coalesce(sum(sale.amount_minor), 0)::bigint AS amount_minor,
    coalesce(sum(sale.credits), 0)::bigint AS credits
FROM tieout.sale
JOIN tieout.record_state AS state ON state.stripe_id = sale.session_id
LEFT JOIN (
    SELECT DISTINCT finding.stripe_id
    FROM tieout.finding
    JOIN tieout.scope ON scope.run_id = finding.last_run
    WHERE finding.status = 'open'
      AND finding.kind IN ('missed_purchase', 'failed_fulfilment', 'uncredited_purchase')
) AS correctable ON correctable.stripe_id = sale.session_id
GROUP BY 1, 2
ORDER BY 1, 2;
