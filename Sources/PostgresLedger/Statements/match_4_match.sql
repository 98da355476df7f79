-- $1 to $4 the metadata keys of buyer, credits, package and type, at most six each, the first that is there counting;
-- $5 the values of type that mark a credit purchase; $6 whether a customer's metadata is heard always, or where nothing
-- else names a buyer.
INSERT INTO tieout.match (
    session_id, created_at, exclusion, status, payment_status, currency, amount_minor, payment_intent, customer,
    livemode, charge_id, paid_at, captured_minor, refunded_minor, is_refund_pending, is_disputed, checkout_id,
    checkout_status, user_id, buyer_is_disagreed, buyer_exists, credits, credits_are_disagreed, package_id,
    promise_is_proven, promise, grant_count, granted_credits, granted_user_id, is_granted_to_several, granted_at,
    movement_id, is_granted_by_tieout, is_ambiguous, completed_count, failed_count, purchase_id, purchase_amount,
    failed_purchase_id, error_message, given_credits, returned_minor, lost_minor, packages_are_disagreed, price_minor,
    priced_minor
)
WITH checkout AS (
    SELECT
        stripe_session_id, min(ledger_id) AS ledger_id, min(user_id) AS user_id, min(credits) AS credits,
        min(package_id) AS package_id, min(status) AS status,
        min(user_id) IS DISTINCT FROM max(user_id) AS buyer_is_disagreed,
        min(credits) IS DISTINCT FROM max(credits) AS credits_are_disagreed
    FROM tieout.ledger_checkout
    GROUP BY stripe_session_id
),
-- What the session's metadata holds; the later version of the application writes camel case.
spoken AS (
    SELECT
        session.*,
        btrim(coalesce(
            metadata ->> ($1::text[])[1], metadata ->> ($1::text[])[2], metadata ->> ($1::text[])[3],
            metadata ->> ($1::text[])[4], metadata ->> ($1::text[])[5], metadata ->> ($1::text[])[6]
        )) AS user_text,
        nullif(coalesce(
            metadata ->> ($2::text[])[1], metadata ->> ($2::text[])[2], metadata ->> ($2::text[])[3],
            metadata ->> ($2::text[])[4], metadata ->> ($2::text[])[5], metadata ->> ($2::text[])[6]
        ), '') AS said_credits_text,
        nullif(btrim(coalesce(
            metadata ->> ($3::text[])[1], metadata ->> ($3::text[])[2], metadata ->> ($3::text[])[3],
            metadata ->> ($3::text[])[4], metadata ->> ($3::text[])[5], metadata ->> ($3::text[])[6]
        )), '') AS said_package_id,
        coalesce(
            metadata ->> ($4::text[])[1], metadata ->> ($4::text[])[2], metadata ->> ($4::text[])[3],
            metadata ->> ($4::text[])[4], metadata ->> ($4::text[])[5], metadata ->> ($4::text[])[6]
        ) AS type_text
    FROM tieout.stage_checkout_session AS session
    OFFSET 0  -- keeps the server from copying these expressions to wherever they are read below
),
-- What it says: an id in capitals is the same id.
said AS (
    SELECT
        spoken.*,
        CASE
            WHEN user_text <> lower(user_text)
                AND user_text ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' THEN lower(user_text)
            ELSE nullif(user_text, '')
        END AS said_user_id,
        CASE WHEN btrim(client_reference_id) ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
            THEN lower(btrim(client_reference_id))
            ELSE btrim(client_reference_id)
        END AS reference_user_id,
        -- Digits only, and few enough to be credits; anything else is said but not understood.
        CASE WHEN said_credits_text ~ '^[1-9][0-9]{0,8}$' THEN said_credits_text::bigint END AS said_credits,
        coalesce(type_text = ANY ($5::text[]), false) AS says_credit_purchase,
        -- Prices are in USD. Older sessions hold the buyer's currency, and the seller's in currency_conversion.
        CASE
            WHEN source_currency = 'usd' THEN source_subtotal
            WHEN source_currency IS NULL AND currency = 'usd' THEN amount_subtotal
        END AS priced_minor
    FROM spoken
    OFFSET 0
),
-- An uncaptured remainder that was released looks like a refund; it is none.
payment AS (
    SELECT
        payment_intent,
        max(id) AS charge_id,
        max(created) AS paid_at,
        sum(coalesce(amount_captured, amount))::bigint AS captured_minor,
        sum(greatest(amount_refunded - (amount - coalesce(amount_captured, amount)), 0))::bigint AS refunded_minor,
        bool_or(coalesce(disputed, false)) AS is_disputed
    FROM tieout.stage_charge
    WHERE status = 'succeeded' AND captured AND payment_intent IS NOT NULL
    GROUP BY payment_intent
),
refund AS (
    SELECT
        coalesce(refund.payment_intent, charge.payment_intent) AS payment_intent,
        coalesce(sum(refund.amount) FILTER (WHERE refund.status = 'succeeded'), 0)::bigint AS refunded_minor,
        coalesce(sum(refund.amount) FILTER (WHERE refund.status IN ('pending', 'requires_action')), 0)::bigint
            AS pending_minor,
        bool_or(refund.status IN ('pending', 'requires_action')) AS is_pending
    FROM tieout.stage_refund AS refund
    LEFT JOIN tieout.stage_charge AS charge ON charge.id = refund.charge
    GROUP BY coalesce(refund.payment_intent, charge.payment_intent)
),
dispute AS (
    SELECT
        coalesce(dispute.payment_intent, charge.payment_intent) AS payment_intent,
        coalesce(sum(dispute.amount) FILTER (WHERE dispute.status = 'lost'), 0)::bigint AS lost_minor,
        bool_or(dispute.status <> 'won') AS is_disputed
    FROM tieout.stage_dispute AS dispute
    LEFT JOIN tieout.stage_charge AS charge ON charge.id = dispute.charge
    GROUP BY coalesce(dispute.payment_intent, charge.payment_intent)
),
granted AS (
    SELECT
        session_id,
        count(*) FILTER (WHERE source = 'movement' AND credits > 0) AS grant_count,
        coalesce(sum(credits) FILTER (WHERE source = 'movement'), 0)::bigint AS granted_credits,
        coalesce(sum(credits) FILTER (WHERE source = 'movement' AND credits > 0), 0)::bigint AS given_credits,
        min(user_id) FILTER (WHERE source = 'movement' AND credits > 0) AS user_id,
        min(user_id) FILTER (WHERE source = 'movement' AND credits > 0)
            IS DISTINCT FROM max(user_id) FILTER (WHERE source = 'movement' AND credits > 0) AS is_to_several,
        min(created_at) FILTER (WHERE source = 'movement' AND credits > 0) AS granted_at,
        min(ledger_id) FILTER (WHERE source = 'movement' AND credits > 0) AS movement_id,
        bool_or(source = 'correction') AS is_by_tieout,
        count(*) FILTER (WHERE source = 'purchase' AND status = 'completed') AS completed_count,
        count(*) FILTER (WHERE source = 'purchase' AND status = 'failed') AS failed_count,
        min(ledger_id) FILTER (WHERE source = 'purchase' AND status = 'completed') AS purchase_id,
        min(amount) FILTER (WHERE source = 'purchase' AND status = 'completed') AS purchase_amount,
        min(ledger_id) FILTER (WHERE source = 'purchase' AND status = 'failed') AS failed_purchase_id,
        min(error_message) FILTER (WHERE source = 'purchase' AND status = 'failed') AS error_message
    FROM tieout.evidence
    GROUP BY session_id
),
-- Whom the customer's own metadata names.
customer AS (
    SELECT
        id,
        CASE WHEN user_text ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' THEN lower(user_text)
            ELSE user_text END AS user_id
    FROM (
        SELECT
            id,
            nullif(btrim(coalesce(
                metadata ->> ($1::text[])[1], metadata ->> ($1::text[])[2], metadata ->> ($1::text[])[3],
                metadata ->> ($1::text[])[4], metadata ->> ($1::text[])[5], metadata ->> ($1::text[])[6]
            )), '') AS user_text
        FROM tieout.stage_customer
    ) AS read
),
promised AS (
    SELECT
        said.id AS session_id,
        coalesce(checkout.user_id, said.said_user_id, referred.user_id, customer.user_id) AS user_id,
        coalesce(checkout.buyer_is_disagreed, false)
            OR checkout.user_id <> said.said_user_id
            OR coalesce(checkout.user_id, said.said_user_id) <> referred.user_id
            OR coalesce(checkout.user_id, said.said_user_id, referred.user_id) <> customer.user_id
            AS buyer_is_disagreed,
        coalesce(checkout.credits, said.said_credits) AS credits,
        coalesce(checkout.credits_are_disagreed, false)
            OR (said.said_credits_text IS NOT NULL AND said.said_credits IS NULL)
            OR checkout.credits <> said.said_credits
            OR checkout.credits <= 0  -- nothing that can be sold
            -- A package that was changed after the sale says nothing about the sale.
            OR (package.updated_at <= said.created AND package.credits <> coalesce(checkout.credits, said.said_credits))
            AS credits_are_disagreed,
        coalesce(checkout.package_id, said.said_package_id) AS package_id,
        checkout.ledger_id IS NOT NULL
            OR (
                package.updated_at <= said.created
                AND package.credits = said.said_credits
                AND package.price * 100 = said.priced_minor
            ) AS is_proven,
        coalesce(checkout.package_id <> said.said_package_id, false) AS packages_are_disagreed,
        CASE WHEN package.updated_at <= said.created THEN round(package.price * 100)::bigint END AS price_minor,
        checkout.ledger_id AS checkout_id,
        checkout.status AS checkout_status,
        -- All as text: jsonb_build_object would look up each value's type for each session.
        jsonb_strip_nulls(jsonb_object(ARRAY[
            'checkout_user_id', checkout.user_id, 'metadata_user_id', said.said_user_id,
            'client_reference_user_id', referred.user_id, 'customer_user_id', customer.user_id,
            'checkout_credits', checkout.credits::text, 'metadata_credits', said.said_credits_text,
            'package_credits', package.credits::text, 'package_price', package.price::text,
            'checkout_package_id', checkout.package_id, 'metadata_package_id', said.said_package_id
        ])) AS promise,
        said.created, said.mode, said.status, said.payment_status, said.currency, said.amount_total,
        said.payment_intent, said.customer, said.livemode, said.says_credit_purchase, said.priced_minor
    FROM said
    LEFT JOIN checkout ON checkout.stripe_session_id = said.id
    -- The integration's own reference speaks of a buyer only where there is one of that id.
    LEFT JOIN (SELECT DISTINCT user_id FROM tieout.ledger_user) AS referred ON referred.user_id = said.reference_user_id
    LEFT JOIN customer
        ON customer.id = said.customer
        AND ($6::boolean OR coalesce(checkout.user_id, said.said_user_id, referred.user_id) IS NULL)
    LEFT JOIN tieout.ledger_package AS package
        ON package.package_id = coalesce(checkout.package_id, said.said_package_id)
)
SELECT
    promised.session_id, promised.created,
    CASE
        WHEN promised.mode = 'subscription' THEN 'subscription'
        WHEN promised.mode = 'setup' THEN 'setup'
        WHEN promised.mode <> 'payment' THEN 'other_mode'
        WHEN promised.checkout_id IS NULL AND NOT promised.says_credit_purchase THEN 'other_product'
    END,
    promised.status, promised.payment_status, promised.currency, promised.amount_total, promised.payment_intent,
    promised.customer, promised.livemode,
    payment.charge_id, payment.paid_at, coalesce(payment.captured_minor, 0),
    greatest(payment.refunded_minor, refund.refunded_minor, 0),
    coalesce(refund.is_pending, false),
    -- A charge says disputed even when the dispute was won; the dispute itself knows better where it is listed.
    coalesce(dispute.is_disputed, payment.is_disputed, false),
    promised.checkout_id, promised.checkout_status, promised.user_id, coalesce(promised.buyer_is_disagreed, false),
    buyer.user_id IS NOT NULL, promised.credits, coalesce(promised.credits_are_disagreed, false), promised.package_id,
    coalesce(promised.is_proven, false), promised.promise,
    coalesce(granted.grant_count, 0), coalesce(granted.granted_credits, 0), granted.user_id,
    coalesce(granted.is_to_several, false), granted.granted_at, granted.movement_id,
    coalesce(granted.is_by_tieout, false),
    -- What was taken back under the sale's id was given before, under an id that is not known.
    coalesce(granted.grant_count = 0 AND granted.granted_credits < 0, false),
    coalesce(granted.completed_count, 0), coalesce(granted.failed_count, 0), granted.purchase_id,
    granted.purchase_amount, granted.failed_purchase_id, granted.error_message,
    coalesce(granted.given_credits, 0),
    -- The charge counts a refund that is under way among the refunded.
    greatest(payment.refunded_minor - coalesce(refund.pending_minor, 0), refund.refunded_minor, 0),
    coalesce(dispute.lost_minor, 0), promised.packages_are_disagreed, promised.price_minor, promised.priced_minor
FROM promised
LEFT JOIN payment ON payment.payment_intent = promised.payment_intent
LEFT JOIN refund ON refund.payment_intent = promised.payment_intent
LEFT JOIN dispute ON dispute.payment_intent = promised.payment_intent
LEFT JOIN granted ON granted.session_id = promised.session_id
LEFT JOIN (SELECT DISTINCT user_id FROM tieout.ledger_user) AS buyer ON buyer.user_id = promised.user_id;
