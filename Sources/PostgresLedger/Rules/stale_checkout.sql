-- The application's checkout row lags behind Stripe: its handler never updates it.
SELECT
    'stale_checkout' AS kind,
    'stale_checkout:' || match.session_id AS fingerprint,
    match.session_id AS stripe_id,
    match.checkout_id AS ledger_id,
    match.user_id,
    match.currency,
    NULL::bigint AS expected_minor,
    NULL::bigint AS recorded_minor,
    NULL::bigint AS credits,
    coalesce(match.paid_at, match.created_at) AS occurred_at,
    jsonb_strip_nulls(jsonb_build_object(
        'expected_status', CASE match.status WHEN 'complete' THEN 'completed' ELSE match.status END,
        'recorded_status', match.checkout_status,
        'completed_at', CASE WHEN match.status = 'complete' THEN to_char(
            coalesce(match.paid_at, match.created_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') END
    )) AS detail
FROM tieout.match
JOIN tieout.ledger_mapped AS kept ON kept.view_name = 'ledger_checkout' AND kept.column_name = 'status'
WHERE match.checkout_id IS NOT NULL
  AND (
      (
          match.status = 'complete' AND match.payment_status IN ('paid', 'no_payment_required')
          AND match.checkout_status IS DISTINCT FROM 'completed'
      )
      -- A buyer who cancelled leaves a session that expires: the row knows more than Stripe.
      OR (match.status = 'expired' AND coalesce(match.checkout_status, '') NOT IN ('expired', 'cancelled'))
  )
ORDER BY occurred_at, stripe_id;
