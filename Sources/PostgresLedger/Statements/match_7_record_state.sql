-- Each record is found, excluded by a name, or shown to match; whatever is none of these is unexplained, and the run says so.
INSERT INTO tieout.record_state (record_kind, stripe_id, currency, amount_minor, state, reason, verdict)
WITH found AS (
    SELECT DISTINCT finding.stripe_id
    FROM tieout.finding
    JOIN tieout.scope ON scope.run_id = finding.last_run
    WHERE finding.status IN ('open', 'accepted') AND finding.stripe_id IS NOT NULL
),
kept AS (
    SELECT DISTINCT view_name, true AS is_kept FROM tieout.ledger_mapped
),
judged (record_kind, stripe_id, currency, amount_minor, verdict) AS (
    SELECT
        'checkout_session', match.session_id, match.currency, match.amount_minor,
        CASE
            WHEN match.exclusion IS NOT NULL THEN match.exclusion
            WHEN match.payment_status = 'no_payment_required' AND match.grant_count > 0 THEN 'matched'
            WHEN match.payment_status <> 'paid' THEN CASE match.status
                WHEN 'open' THEN 'open' WHEN 'expired' THEN 'expired' ELSE 'awaiting_payment' END
            -- What was taken back whole needs no purchase row.
            WHEN match.grant_count > 0 AND (match.completed_count > 0 OR match.granted_credits <= 0)
                AND NOT match.is_granted_to_several
                AND (
                    match.credits IS NULL OR match.credits_are_disagreed OR match.granted_credits = match.credits
                    OR (match.granted_credits < match.credits AND (match.refunded_minor > 0 OR match.is_disputed))
                )
                AND (match.user_id IS NULL OR match.buyer_is_disagreed OR match.granted_user_id = match.user_id)
                THEN 'matched'
            WHEN match.grant_count = 0 AND match.captured_minor > 0 AND NOT match.is_refund_pending
                AND match.refunded_minor >= match.captured_minor THEN 'refunded_before_grant'
            WHEN match.grant_count = 0 AND match.charge_id IS NULL
                AND match.created_at < scope.since THEN 'before_period'
            WHEN match.grant_count = 0 AND match.charge_id IS NULL
                AND match.created_at >= scope.cut_off - interval '25 hours' THEN 'paid_after_cut_off'
            WHEN match.completed_count > 0 AND match.grant_count = 0
                AND (journal.began_at IS NULL OR match.created_at < journal.began_at) THEN 'before_journal'
            ELSE 'unexplained'
        END
    FROM tieout.match
    CROSS JOIN tieout.scope
    CROSS JOIN (SELECT min(created_at) AS began_at FROM tieout.ledger_movement) AS journal
    UNION ALL
    SELECT
        'charge', charge.id, charge.currency, charge.amount,
        CASE
            WHEN charge.status NOT IN ('succeeded', 'failed', 'pending') THEN 'unknown_status'
            WHEN charge.status = 'pending' THEN 'pending'
            WHEN charge.status = 'succeeded' AND NOT charge.captured THEN 'uncaptured'
            WHEN session.payment_intent IS NOT NULL THEN coalesce(session.exclusion, 'matched')
            WHEN charge.status = 'succeeded' AND unlinked.id IS NULL THEN 'matched'  -- pays an invoice
            WHEN unlinked.id IS NOT NULL AND looked_up.stripe_id IS NULL THEN 'not_looked_up'
            ELSE 'unexplained'
        END
    FROM tieout.stage_charge AS charge
    LEFT JOIN (
        SELECT payment_intent, min(exclusion) AS exclusion
        FROM tieout.match
        WHERE payment_intent IS NOT NULL
        GROUP BY payment_intent
    ) AS session ON session.payment_intent = charge.payment_intent
    LEFT JOIN tieout.unlinked_charge AS unlinked ON unlinked.id = charge.id
    LEFT JOIN tieout.looked_up ON looked_up.stripe_id = charge.payment_intent
    UNION ALL
    SELECT
        'invoice', invoice.id, invoice.currency, invoice.amount_due,
        CASE
            WHEN log.is_kept IS NULL THEN 'log_not_kept'
            WHEN invoice.status = logged.status THEN 'matched'
            WHEN invoice.status = 'open' AND logged.status = 'payment_failed' THEN 'matched'
            WHEN logged.ledger_id IS NULL AND invoice.status IS DISTINCT FROM 'paid' THEN coalesce(invoice.status, 'no_status')
            -- What no rule compares because nobody knew it when the rules were written.
            WHEN coalesce(invoice.status, '') NOT IN ('paid', 'open', 'draft', 'uncollectible', 'void') THEN 'unknown_status'
            ELSE 'unexplained'
        END
    FROM tieout.stage_invoice AS invoice
    LEFT JOIN tieout.ledger_invoice AS logged ON logged.stripe_invoice_id = invoice.id
    LEFT JOIN kept AS log ON log.view_name = 'ledger_invoice'
    UNION ALL
    SELECT
        'payment_intent', intent.id, intent.currency, intent.amount,
        CASE
            WHEN intent.status = 'succeeded' AND payment.status = 'succeeded' THEN 'matched'
            WHEN intent.status <> 'succeeded' THEN intent.status
            WHEN log.is_kept IS NULL THEN 'log_not_kept'
            ELSE 'unexplained'
        END
    FROM tieout.stage_payment_intent AS intent
    LEFT JOIN tieout.ledger_payment AS payment ON payment.stripe_payment_intent_id = intent.id
    LEFT JOIN kept AS log ON log.view_name = 'ledger_payment'
    UNION ALL
    SELECT
        'refund', refund.id, refund.currency, refund.amount,
        CASE WHEN charge.id IS NULL THEN 'parent_outside_period' ELSE 'matched' END
    FROM tieout.stage_refund AS refund
    LEFT JOIN tieout.stage_charge AS charge ON charge.id = refund.charge
    UNION ALL
    SELECT
        'dispute', dispute.id, dispute.currency, dispute.amount,
        CASE WHEN charge.id IS NULL THEN 'parent_outside_period' ELSE 'matched' END
    FROM tieout.stage_dispute AS dispute
    LEFT JOIN tieout.stage_charge AS charge ON charge.id = dispute.charge
    UNION ALL
    SELECT
        'event', event.id, NULL, 0,
        CASE WHEN session.id IS NULL THEN 'parent_outside_period' ELSE 'matched' END
    FROM tieout.stage_event AS event
    LEFT JOIN tieout.stage_checkout_session AS session ON session.id = event.object_id
    UNION ALL
    SELECT
        'invoice_payment', payment.id, payment.currency, payment.amount_paid,
        CASE WHEN invoice.id IS NULL THEN 'parent_outside_period' ELSE 'matched' END
    FROM tieout.stage_invoice_payment AS payment
    LEFT JOIN tieout.stage_invoice AS invoice ON invoice.id = payment.invoice
    UNION ALL
    SELECT
        'subscription', subscription.id, NULL, 0,
        CASE
            WHEN logged.stripe_subscription_id IS NULL THEN 'not_in_ledger'
            WHEN replace(logged.status, 'cancelled', 'canceled') = subscription.status THEN 'matched'
            ELSE 'unexplained'
        END
    FROM tieout.stage_subscription AS subscription
    LEFT JOIN tieout.ledger_subscription AS logged ON logged.stripe_subscription_id = subscription.id
    UNION ALL
    SELECT
        'customer', customer.id, NULL, 0,
        CASE
            WHEN heard.customer IS NOT NULL THEN 'matched'
            WHEN customer.deleted THEN 'deleted'
            ELSE 'names_no_buyer'
        END
    FROM tieout.stage_customer AS customer
    LEFT JOIN (
        SELECT DISTINCT customer FROM tieout.match WHERE customer_user_id IS NOT NULL
    ) AS heard ON heard.customer = customer.id
)
SELECT
    judged.record_kind, judged.stripe_id, judged.currency, coalesce(judged.amount_minor, 0),
    CASE
        WHEN found.stripe_id IS NOT NULL THEN 'found'
        WHEN judged.verdict IN ('matched', 'unexplained') THEN judged.verdict
        ELSE 'excluded'
    END,
    CASE
        WHEN found.stripe_id IS NOT NULL OR judged.verdict IN ('matched', 'unexplained') THEN ''
        ELSE judged.verdict
    END,
    judged.verdict
FROM judged
LEFT JOIN found ON found.stripe_id = judged.stripe_id;
