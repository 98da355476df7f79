-- A completed row of the purchase log holds another amount than was paid. The log is in major units of the session's currency.
SELECT DISTINCT ON (occurred_at, stripe_id)
    'amount_mismatch' AS kind,
    'amount_mismatch:' || sale.session_id AS fingerprint,
    sale.session_id AS stripe_id,
    evidence.ledger_id,
    sale.user_id,
    sale.currency,
    sale.amount_minor AS expected_minor,
    round(evidence.amount * coalesce(exponent.minor_per_major, 100))::bigint AS recorded_minor,
    sale.credits,
    coalesce(sale.paid_at, sale.created_at) AS occurred_at,
    jsonb_strip_nulls(sale.promise || jsonb_build_object(
        'recorded', evidence.amount::text,
        'likely_cause', CASE WHEN exponent.minor_per_major = 1 AND evidence.amount * 100 = sale.amount_minor
            THEN 'the handler divided a currency without decimals by 100' END
    )) AS detail
FROM tieout.sale
JOIN tieout.evidence ON evidence.session_id = sale.session_id
LEFT JOIN tieout.currency_exponent AS exponent ON exponent.currency = sale.currency
WHERE sale.is_logged_otherwise
  AND evidence.source = 'purchase'
  AND evidence.status = 'completed'
  AND evidence.amount * coalesce(exponent.minor_per_major, 100) <> sale.amount_minor
-- One row of a session: a right one beside it does not make it right.
ORDER BY occurred_at, stripe_id, evidence.ledger_id;
