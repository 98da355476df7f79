-- The purchase log holds another amount than was paid. The log is in major units of the session's currency.
SELECT
    'amount_mismatch' AS kind,
    'amount_mismatch:' || sale.session_id AS fingerprint,
    sale.session_id AS stripe_id,
    sale.purchase_id AS ledger_id,
    sale.user_id,
    sale.currency,
    sale.amount_minor AS expected_minor,
    round(sale.purchase_amount * coalesce(exponent.minor_per_major, 100))::bigint AS recorded_minor,
    sale.credits,
    coalesce(sale.paid_at, sale.created_at) AS occurred_at,
    jsonb_strip_nulls(sale.promise || jsonb_build_object(
        'recorded', sale.purchase_amount::text,
        'likely_cause', CASE WHEN exponent.minor_per_major = 1 AND sale.purchase_amount * 100 = sale.amount_minor
            THEN 'the handler divided a currency without decimals by 100' END
    )) AS detail
FROM tieout.sale
LEFT JOIN tieout.currency_exponent AS exponent ON exponent.currency = sale.currency
WHERE sale.completed_count > 0
  AND sale.purchase_amount * coalesce(exponent.minor_per_major, 100) <> sale.amount_minor
ORDER BY occurred_at, stripe_id;
