-- What has to be looked at again whatever its age; $1 now. An item that was on the list keeps the day it came.
INSERT INTO tieout.open_item (stripe_id, record_kind, reason, first_seen, looked_at)
SELECT session_id, 'checkout_session', 'awaiting_payment', $1, $1 FROM tieout.match
WHERE exclusion IS NULL AND payment_status = 'unpaid' AND status IN ('open', 'complete')
UNION ALL
SELECT match.session_id, 'checkout_session', 'open_finding', $1, $1
FROM tieout.match
JOIN (
    SELECT DISTINCT stripe_id FROM tieout.finding WHERE status = 'open' AND severity <> 'info'
) AS open_finding ON open_finding.stripe_id = match.session_id
WHERE NOT (match.exclusion IS NULL AND match.payment_status = 'unpaid' AND match.status IN ('open', 'complete'))
UNION ALL
SELECT id, 'invoice', coalesce(status, 'no_status'), $1, $1 FROM tieout.stage_invoice
WHERE status IN ('draft', 'open', 'uncollectible')
ON CONFLICT (stripe_id) DO UPDATE SET reason = excluded.reason, looked_at = excluded.looked_at;
