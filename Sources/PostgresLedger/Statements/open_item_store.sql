-- What has to be looked at again whatever its age; $1 now. An item that was on the list keeps the day it came.
INSERT INTO tieout.open_item (stripe_id, record_kind, reason, first_seen, looked_at)
WITH open_finding AS (
    SELECT DISTINCT stripe_id
    FROM tieout.finding
    WHERE status IN ('open', 'accepted') AND severity <> 'info' AND stripe_id IS NOT NULL
),
-- Each record with the reason for which it is not final, if it has one.
examined (stripe_id, record_kind, reason) AS (
    SELECT session_id, 'checkout_session', CASE
        WHEN exclusion IS NULL AND payment_status = 'unpaid' AND status IN ('open', 'complete') THEN 'awaiting_payment' END
    FROM tieout.match
    UNION ALL
    -- Stripe knows none of that id: what the ledger gave for it stands until the ledger has taken it back.
    SELECT stripe_id, 'checkout_session', NULL
    FROM tieout.looked_up
    WHERE NOT is_known AND stripe_id LIKE 'cs\_%'
    UNION ALL
    SELECT id, 'invoice', CASE WHEN status IN ('draft', 'open', 'uncollectible') THEN status END
    FROM tieout.stage_invoice
    UNION ALL
    SELECT id, 'charge', CASE WHEN status = 'pending' THEN status END FROM tieout.stage_charge
    UNION ALL
    SELECT id, 'refund', CASE WHEN status IN ('pending', 'requires_action') THEN status END FROM tieout.stage_refund
    UNION ALL
    -- A dispute that ended is still what its session's finding rests on: the charge alone does not say who won.
    SELECT dispute.id, 'dispute', CASE
        WHEN dispute.status NOT IN ('won', 'lost', 'warning_closed', 'prevented') THEN dispute.status
        WHEN session.payment_intent IS NOT NULL THEN 'open_finding' END
    FROM tieout.stage_dispute AS dispute
    LEFT JOIN tieout.stage_charge AS charge ON charge.id = dispute.charge
    LEFT JOIN (
        SELECT DISTINCT match.payment_intent
        FROM tieout.match
        JOIN open_finding ON open_finding.stripe_id = match.session_id
    ) AS session ON session.payment_intent = coalesce(dispute.payment_intent, charge.payment_intent)
)
SELECT
    examined.stripe_id, examined.record_kind,
    coalesce(examined.reason, 'open_finding'), $1, $1
FROM examined
LEFT JOIN open_finding ON open_finding.stripe_id = examined.stripe_id
WHERE examined.reason IS NOT NULL OR open_finding.stripe_id IS NOT NULL
ON CONFLICT (stripe_id) DO UPDATE SET reason = excluded.reason, looked_at = excluded.looked_at;
