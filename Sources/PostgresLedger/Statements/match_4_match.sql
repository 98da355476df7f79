-- $1 to $4 the metadata keys of buyer, credits, package and type, at most six each, the first that is there counting;
-- $5 the values of type that mark a credit purchase; $6 whether a customer's metadata is heard always, or where nothing
-- else names a buyer.
INSERT INTO tieout.match (
    session_id, created_at, exclusion, status, payment_status, currency, amount_minor, payment_intent, customer,
    livemode, is_of_listed_time, charge_id, paid_at, captured_minor, refunded_minor, is_refund_pending, is_disputed,
    is_charged_otherwise, checkout_id, checkout_status, user_id, buyer_is_disagreed, buyer_exists, credits,
    credits_are_disagreed, package_id, promise_is_proven, checkout_user_id, metadata_user_id,
    client_reference_user_id, customer_user_id, checkout_credits, metadata_credits, package_credits, package_price,
    checkout_package_id, metadata_package_id, grant_count, granted_credits, granted_user_id, is_granted_to_several,
    granted_at, movement_id, is_granted_by_tieout, is_ambiguous, completed_count, failed_count, purchase_id,
    purchase_amount, is_logged_otherwise, failed_purchase_id, error_message, given_credits, returned_minor,
    lost_minor, packages_are_disagreed, price_minor, priced_minor
)
-- The sessions that the match lacks: all of them, until there is a look before this one.
WITH wanted AS (
    SELECT session.id
    FROM tieout.stage_checkout_session AS session
    LEFT JOIN tieout.match ON match.session_id = session.id
    WHERE match.session_id IS NULL
),
-- What the ledger says of each session: its checkout row, its movements and its purchases, side by side before they are
-- added up, so that each session is looked for once.
said_by_ledger AS (
    SELECT
        session_id,
        min(checkout_id) AS checkout_id, min(checkout_user_id) AS checkout_user_id,
        max(checkout_user_id) AS other_checkout_user_id, min(checkout_credits) AS checkout_credits,
        max(checkout_credits) AS other_checkout_credits, min(package_id) AS package_id, min(status) AS status,
        count(given_credits) AS grant_count, coalesce(sum(given_credits), 0)::bigint AS given_credits,
        coalesce(sum(taken_credits), 0)::bigint AS taken_credits, min(granted_user_id) AS granted_user_id,
        max(granted_user_id) AS other_granted_user_id, min(granted_at) AS granted_at, min(movement_id) AS movement_id,
        count(completed_id) AS completed_count, min(completed_id) AS completed_id,
        min(completed_amount) AS completed_amount, count(failed_id) AS failed_count, min(failed_id) AS failed_id,
        min(error_message) AS error_message, bool_or(is_posted) AS is_posted
    FROM (
        SELECT
            stripe_session_id AS session_id, ledger_id AS checkout_id, user_id AS checkout_user_id,
            credits AS checkout_credits, package_id, status,
            NULL::bigint AS given_credits, NULL::bigint AS taken_credits, NULL::text AS granted_user_id,
            NULL::timestamptz AS granted_at, NULL::text AS movement_id,
            NULL::text AS completed_id, NULL::numeric AS completed_amount, NULL::text AS failed_id,
            NULL::text AS error_message, NULL::boolean AS is_posted
        FROM tieout.ledger_checkout
        UNION ALL
        SELECT
            session_id, NULL, NULL, NULL, NULL, NULL,
            CASE WHEN credits > 0 THEN credits END, CASE WHEN credits < 0 THEN credits END,
            CASE WHEN credits > 0 THEN user_id END, CASE WHEN credits > 0 THEN created_at END,
            CASE WHEN credits > 0 THEN ledger_id END,
            NULL, NULL, NULL, NULL, NULL
        FROM tieout.evidence
        WHERE source = 'movement'
        UNION ALL
        SELECT
            session_id, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL, NULL, NULL, NULL,
            CASE WHEN status = 'completed' THEN ledger_id END, CASE WHEN status = 'completed' THEN amount END,
            CASE WHEN status = 'failed' THEN ledger_id END, CASE WHEN status = 'failed' THEN error_message END, NULL
        FROM tieout.evidence
        WHERE source = 'purchase'
        UNION ALL
        SELECT
            session_id, NULL, NULL, NULL, NULL, NULL,
            NULL, NULL, NULL, NULL, NULL,
            NULL, NULL, NULL, NULL, true
        FROM tieout.evidence
        WHERE source = 'correction'
    ) AS row_of_ledger
    JOIN wanted ON wanted.id = row_of_ledger.session_id
    GROUP BY session_id
),
-- What the session's metadata holds; the later version of the application writes camel case.
spoken AS (
    SELECT
        id, created, mode, status, payment_status, currency, amount_total, amount_subtotal, source_currency,
        source_subtotal, payment_intent, customer, client_reference_id, livemode,
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
    FROM tieout.stage_checkout_session
    JOIN wanted USING (id)
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
        coalesce(sum(amount_refunded - (amount - coalesce(amount_captured, amount))) FILTER (
            WHERE amount_refunded > amount - coalesce(amount_captured, amount)
        ), 0)::bigint AS refunded_minor,
        bool_or(coalesce(disputed, false)) AS is_disputed,
        min(currency) AS currency,
        max(currency) AS other_currency
    FROM tieout.stage_charge
    WHERE status = 'succeeded' AND captured AND payment_intent IS NOT NULL
    GROUP BY payment_intent
),
-- What went back, or is about to: a refund, or a dispute. Older ones name their charge alone.
back AS (
    SELECT payment_intent, charge, status, amount AS refund_minor, NULL::bigint AS dispute_minor
    FROM tieout.stage_refund
    UNION ALL
    SELECT payment_intent, charge, status, NULL, amount FROM tieout.stage_dispute
),
returned AS (
    SELECT
        payment_intent,
        coalesce(sum(refund_minor) FILTER (WHERE status = 'succeeded'), 0)::bigint AS refunded_minor,
        coalesce(sum(refund_minor) FILTER (WHERE status IN ('pending', 'requires_action')), 0)::bigint AS pending_minor,
        bool_or(status IN ('pending', 'requires_action')) FILTER (WHERE refund_minor IS NOT NULL) AS is_pending,
        coalesce(sum(dispute_minor) FILTER (WHERE status = 'lost'), 0)::bigint AS lost_minor,
        bool_or(status <> 'won') FILTER (WHERE dispute_minor IS NOT NULL) AS is_disputed
    FROM (
        SELECT payment_intent, status, refund_minor, dispute_minor FROM back WHERE payment_intent IS NOT NULL
        UNION ALL
        SELECT charge.payment_intent, back.status, back.refund_minor, back.dispute_minor
        FROM back
        JOIN tieout.stage_charge AS charge ON charge.id = back.charge
        WHERE back.payment_intent IS NULL
    ) AS named
    GROUP BY payment_intent
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
-- A handful of rows, with what would else be worked out for each session.
package AS MATERIALIZED (
    SELECT package_id, credits, price, updated_at, price * 100 AS price_minor FROM tieout.ledger_package
),
promised AS (
    SELECT
        said.id AS session_id,
        coalesce(ledger.checkout_user_id, said.said_user_id, referred.user_id, customer.user_id) AS user_id,
        coalesce(ledger.checkout_user_id <> ledger.other_checkout_user_id, false)
            OR ledger.checkout_user_id <> said.said_user_id
            OR coalesce(ledger.checkout_user_id, said.said_user_id) <> referred.user_id
            OR coalesce(ledger.checkout_user_id, said.said_user_id, referred.user_id) <> customer.user_id
            AS buyer_is_disagreed,
        coalesce(ledger.checkout_credits, said.said_credits) AS credits,
        coalesce(ledger.checkout_credits <> ledger.other_checkout_credits, false)
            OR (said.said_credits_text IS NOT NULL AND said.said_credits IS NULL)
            OR ledger.checkout_credits <> said.said_credits
            OR ledger.checkout_credits <= 0  -- nothing that can be sold
            -- A package that was changed after the sale says nothing about the sale.
            OR (
                package.updated_at <= said.created
                AND package.credits <> coalesce(ledger.checkout_credits, said.said_credits)
            )
            AS credits_are_disagreed,
        coalesce(ledger.package_id, said.said_package_id) AS package_id,
        ledger.checkout_id IS NOT NULL
            OR (
                package.updated_at <= said.created
                AND package.credits = said.said_credits
                AND package.price_minor = said.priced_minor
            ) AS is_proven,
        coalesce(ledger.package_id <> said.said_package_id, false) AS packages_are_disagreed,
        CASE WHEN package.updated_at <= said.created THEN round(package.price_minor)::bigint END AS price_minor,
        ledger.checkout_id, ledger.status AS checkout_status,
        ledger.checkout_user_id, said.said_user_id AS metadata_user_id,
        referred.user_id AS client_reference_user_id, customer.user_id AS customer_user_id,
        ledger.checkout_credits, said.said_credits_text AS metadata_credits,
        package.credits AS package_credits, package.price AS package_price,
        ledger.package_id AS checkout_package_id, said.said_package_id AS metadata_package_id,
        said.created, said.mode, said.status, said.payment_status, said.currency, said.amount_total,
        said.payment_intent, said.customer, said.livemode, said.says_credit_purchase, said.priced_minor,
        coalesce(ledger.grant_count, 0) AS grant_count, coalesce(ledger.given_credits, 0) AS given_credits,
        coalesce(ledger.taken_credits, 0) AS taken_credits, ledger.granted_user_id,
        coalesce(ledger.granted_user_id <> ledger.other_granted_user_id, false) AS is_granted_to_several,
        ledger.granted_at, ledger.movement_id, coalesce(ledger.is_posted, false) AS is_granted_by_tieout,
        coalesce(ledger.completed_count, 0) AS completed_count, coalesce(ledger.failed_count, 0) AS failed_count,
        ledger.completed_id, ledger.completed_amount, ledger.failed_id, ledger.error_message
    FROM said
    LEFT JOIN said_by_ledger AS ledger ON ledger.session_id = said.id
    -- The integration's own reference speaks of a buyer only where there is one of that id.
    LEFT JOIN (SELECT DISTINCT user_id FROM tieout.ledger_user) AS referred ON referred.user_id = said.reference_user_id
    LEFT JOIN customer
        ON customer.id = said.customer
        AND ($6::boolean OR coalesce(ledger.checkout_user_id, said.said_user_id, referred.user_id) IS NULL)
    LEFT JOIN package
        ON package.package_id = coalesce(ledger.package_id, said.said_package_id)
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
    payment.charge_id IS NOT NULL OR promised.grant_count > 0
        OR (promised.created >= scope.since AND promised.created < scope.cut_off - interval '25 hours'),
    payment.charge_id, payment.paid_at, coalesce(payment.captured_minor, 0),
    greatest(payment.refunded_minor, returned.refunded_minor, 0),
    coalesce(returned.is_pending, false),
    -- A charge says disputed even when the dispute was won; the dispute itself knows better where it is listed.
    coalesce(returned.is_disputed, payment.is_disputed, false),
    coalesce(payment.currency <> promised.currency OR payment.other_currency <> promised.currency, false),
    promised.checkout_id, promised.checkout_status, promised.user_id, coalesce(promised.buyer_is_disagreed, false),
    buyer.user_id IS NOT NULL, promised.credits, coalesce(promised.credits_are_disagreed, false), promised.package_id,
    coalesce(promised.is_proven, false), promised.checkout_user_id, promised.metadata_user_id,
    promised.client_reference_user_id, promised.customer_user_id, promised.checkout_credits, promised.metadata_credits,
    promised.package_credits, promised.package_price, promised.checkout_package_id, promised.metadata_package_id,
    promised.grant_count, promised.given_credits + promised.taken_credits, promised.granted_user_id,
    promised.is_granted_to_several, promised.granted_at, promised.movement_id, promised.is_granted_by_tieout,
    -- What was taken back under the sale's id was given before, under an id that is not known.
    promised.grant_count = 0 AND promised.taken_credits < 0,
    promised.completed_count, promised.failed_count, promised.completed_id, promised.completed_amount,
    coalesce(
        promised.completed_amount * coalesce(exponent.minor_per_major, 100) <> promised.amount_total, false
    ) OR promised.completed_count > 1,
    promised.failed_id, promised.error_message, promised.given_credits,
    -- The charge counts a refund that is under way among the refunded.
    greatest(payment.refunded_minor - coalesce(returned.pending_minor, 0), returned.refunded_minor, 0),
    coalesce(returned.lost_minor, 0), promised.packages_are_disagreed, promised.price_minor, promised.priced_minor
FROM promised
CROSS JOIN tieout.scope
LEFT JOIN tieout.currency_exponent AS exponent ON exponent.currency = promised.currency
LEFT JOIN payment ON payment.payment_intent = promised.payment_intent
LEFT JOIN returned ON returned.payment_intent = promised.payment_intent
LEFT JOIN (SELECT DISTINCT user_id FROM tieout.ledger_user) AS buyer ON buyer.user_id = promised.user_id;
