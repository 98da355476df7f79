-- What was to arrive in the ledger, in order of time, with how many seconds it took (none where it did not arrive, or where
-- Tieout wrote it) and what became of it; read in portions through a cursor, instants in Unix seconds.
DECLARE detail NO SCROLL CURSOR FOR
WITH written AS (
    SELECT stripe_id, action, min(run_id) AS run_id, min(posted_at) AS posted_at
    FROM tieout.correction
    WHERE action IN ('grant', 'record_payment', 'record_invoice')
    GROUP BY stripe_id, action
),
-- What is missed now, and what a failed row said before it was mended.
found AS (
    SELECT
        finding.stripe_id,
        bool_or(finding.last_run = scope.run_id AND finding.status IN ('open', 'corrected', 'accepted')) AS is_missed,
        min(finding.detail ->> 'error_message') AS error_message
    FROM tieout.finding
    CROSS JOIN tieout.scope
    WHERE finding.kind IN (
        'missed_purchase', 'failed_fulfilment', 'uncredited_purchase', 'missing_payment_log', 'missing_invoice_log'
    )
    GROUP BY finding.stripe_id
),
told AS (
    SELECT
        object_id,
        bool_or(pending_webhooks > 0) AS is_pending,
        max(created) FILTER (WHERE type = 'checkout.session.async_payment_succeeded') AS paid_at
    FROM tieout.stage_event
    GROUP BY object_id
),
arrival AS (
    SELECT
        'session' AS source, sale.session_id AS stripe_id,
        coalesce(told.paid_at, sale.paid_at, sale.created_at) AS occurred_at,
        -- Of a delayed method the charge is older than the payment, and only the event says by how much.
        CASE
            WHEN charge.payment_method_type IN (
                'acss_debit', 'au_becs_debit', 'bacs_debit', 'boleto', 'customer_balance', 'konbini', 'multibanco', 'oxxo',
                'sepa_debit', 'us_bank_account'
            ) AND told.paid_at IS NULL THEN coalesce(sale.paid_at, sale.created_at)
            ELSE sale.granted_at
        END AS arrived_at,
        sale.grant_count > 0 AS has_arrived, found.is_missed, sale.user_id AS buyer, sale.amount_minor, sale.currency,
        sale.credits, coalesce(sale.error_message, found.error_message) AS message, told.is_pending,
        written.run_id, written.posted_at
    FROM tieout.sale
    LEFT JOIN tieout.stage_charge AS charge ON charge.id = sale.charge_id
    LEFT JOIN told ON told.object_id = sale.session_id
    LEFT JOIN found ON found.stripe_id = sale.session_id
    LEFT JOIN written ON written.stripe_id = sale.session_id AND written.action = 'grant'
    UNION ALL
    SELECT
        'payment', intent.id, coalesce(charge.created, intent.created), payment.created_at, payment.stripe_id IS NOT NULL,
        found.is_missed, NULL, coalesce(intent.amount_received, intent.amount), intent.currency, NULL, NULL,
        NULL, written.run_id, written.posted_at
    FROM tieout.stage_payment_intent AS intent
    CROSS JOIN (SELECT DISTINCT view_name FROM tieout.ledger_mapped WHERE view_name = 'ledger_payment') AS kept
    LEFT JOIN tieout.stage_charge AS charge ON charge.id = intent.latest_charge
    LEFT JOIN (
        SELECT stripe_payment_intent_id AS stripe_id, min(created_at) AS created_at
        FROM tieout.ledger_payment
        GROUP BY stripe_payment_intent_id
    ) AS payment ON payment.stripe_id = intent.id
    LEFT JOIN found ON found.stripe_id = intent.id
    LEFT JOIN written ON written.stripe_id = intent.id AND written.action = 'record_payment'
    WHERE intent.status = 'succeeded'
    UNION ALL
    SELECT
        'invoice', invoice.id, coalesce(invoice.paid_at, invoice.created), logged.created_at, logged.stripe_id IS NOT NULL,
        found.is_missed, NULL, invoice.amount_paid, invoice.currency, NULL, NULL, NULL, written.run_id, written.posted_at
    FROM tieout.stage_invoice AS invoice
    CROSS JOIN (SELECT DISTINCT view_name FROM tieout.ledger_mapped WHERE view_name = 'ledger_invoice') AS kept
    LEFT JOIN (
        SELECT stripe_invoice_id AS stripe_id, min(created_at) AS created_at
        FROM tieout.ledger_invoice
        GROUP BY stripe_invoice_id
    ) AS logged ON logged.stripe_id = invoice.id
    LEFT JOIN found ON found.stripe_id = invoice.id
    LEFT JOIN written ON written.stripe_id = invoice.id AND written.action = 'record_invoice'
    WHERE invoice.status = 'paid'
)
SELECT
    arrival.source, extract(epoch FROM arrival.occurred_at)::bigint AS occurred_at,
    -- A log that keeps no time shows that it arrived, and not when.
    CASE
        WHEN arrival.is_missed OR arrival.run_id IS NOT NULL THEN NULL
        ELSE coalesce(extract(epoch FROM arrival.arrived_at - arrival.occurred_at)::bigint, 0)
    END AS delay,
    arrival.run_id, extract(epoch FROM arrival.posted_at)::bigint AS posted_at, arrival.buyer, arrival.amount_minor,
    arrival.currency, arrival.credits, arrival.message, NOT arrival.is_pending AS is_delivered
FROM arrival
CROSS JOIN tieout.scope
WHERE arrival.occurred_at >= scope.since AND arrival.occurred_at < scope.cut_off
  -- What neither arrived nor is missed cannot be judged: refunded before, or without a buyer.
  AND (arrival.has_arrived OR arrival.is_missed OR arrival.run_id IS NOT NULL)
ORDER BY arrival.occurred_at, arrival.stripe_id;
