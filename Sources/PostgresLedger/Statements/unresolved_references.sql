-- What has to be asked for by id before anything can be said of it; $1 how many at the most, $2 and $3 the metadata keys of
-- buyer and type, $4 the values of type that mark a credit purchase, $5 which customers are read: where_needed, always, never;
-- $6 whether what the books name is read too, $7 of the open items only those looked at before then, if it is given.
-- The period's ledger rows may name a session older than the listed ones (a delayed payment), or one that never was;
-- a charge may belong to such a session or invoice; an older session that was read brings its charge with it; and a refund
-- or a dispute of an older sale leads to its charge, and that to the session.
WITH named AS (
    SELECT reference_id AS stripe_id, created_at FROM tieout.ledger_movement WHERE reference_id LIKE 'cs\_%'
    UNION ALL
    SELECT stripe_session_id, created_at FROM tieout.ledger_purchase WHERE stripe_session_id LIKE 'cs\_%'
),
staged AS (
    SELECT id FROM tieout.stage_checkout_session
    UNION ALL SELECT id FROM tieout.stage_invoice
    UNION ALL SELECT id FROM tieout.stage_charge
    UNION ALL SELECT id FROM tieout.stage_refund
    UNION ALL SELECT id FROM tieout.stage_dispute
),
wanted (record_kind, stripe_id, looked_at) AS (
    SELECT DISTINCT 'checkout_session', named.stripe_id, NULL::timestamptz
    FROM named
    JOIN tieout.scope ON named.created_at >= scope.since AND named.created_at < scope.cut_off
    LEFT JOIN tieout.stage_checkout_session AS session ON session.id = named.stripe_id
    WHERE session.id IS NULL AND $6::boolean
    UNION ALL
    SELECT item.record_kind, item.stripe_id, item.looked_at
    FROM tieout.open_item AS item
    LEFT JOIN staged ON staged.id = item.stripe_id
    WHERE staged.id IS NULL AND $6::boolean
      -- A dispute or a refund is what the finding of a sale may rest on that this window lists.
      AND (coalesce(item.looked_at < $7::timestamptz, true) OR item.record_kind IN ('dispute', 'refund'))
    UNION ALL
    SELECT DISTINCT 'charge', returned.charge, NULL::timestamptz
    FROM (
        SELECT charge FROM tieout.stage_refund
        UNION ALL
        SELECT charge FROM tieout.stage_dispute
    ) AS returned
    LEFT JOIN tieout.stage_charge AS charge ON charge.id = returned.charge
    WHERE returned.charge IS NOT NULL AND charge.id IS NULL
    UNION ALL
    SELECT DISTINCT 'payment_intent', payment_intent, NULL::timestamptz FROM tieout.unlinked_charge WHERE payment_intent IS NOT NULL
    UNION ALL
    SELECT DISTINCT 'charge', session.payment_intent, NULL::timestamptz
    FROM tieout.stage_checkout_session AS session
    JOIN tieout.looked_up AS read_by_id ON read_by_id.stripe_id = session.id
    LEFT JOIN tieout.stage_charge AS charge ON charge.payment_intent = session.payment_intent
    WHERE session.payment_status = 'paid' AND session.payment_intent IS NOT NULL AND charge.id IS NULL
    UNION ALL
    -- A paid credit purchase whose buyer only its customer may name.
    SELECT DISTINCT 'customer', session.customer, NULL::timestamptz
    FROM (
        SELECT
            id, customer,
            CASE WHEN btrim(client_reference_id) ~* '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
                THEN lower(btrim(client_reference_id)) ELSE btrim(client_reference_id) END AS reference_user_id,
            nullif(btrim(coalesce(
                metadata ->> ($2::text[])[1], metadata ->> ($2::text[])[2], metadata ->> ($2::text[])[3],
                metadata ->> ($2::text[])[4], metadata ->> ($2::text[])[5], metadata ->> ($2::text[])[6]
            )), '') AS said_user_id,
            coalesce(coalesce(
                metadata ->> ($3::text[])[1], metadata ->> ($3::text[])[2], metadata ->> ($3::text[])[3],
                metadata ->> ($3::text[])[4], metadata ->> ($3::text[])[5], metadata ->> ($3::text[])[6]
            ) = ANY ($4::text[]), false) AS says_credit_purchase
        FROM tieout.stage_checkout_session
        WHERE mode = 'payment' AND payment_status = 'paid' AND customer IS NOT NULL
    ) AS session
    LEFT JOIN (
        SELECT stripe_session_id, min(user_id) AS user_id FROM tieout.ledger_checkout GROUP BY stripe_session_id
    ) AS checkout ON checkout.stripe_session_id = session.id
    LEFT JOIN tieout.ledger_user AS referred ON referred.user_id = session.reference_user_id
    LEFT JOIN tieout.stage_customer AS customer ON customer.id = session.customer
    WHERE customer.id IS NULL
      AND (checkout.stripe_session_id IS NOT NULL OR session.says_credit_purchase)
      AND CASE $5::text
          WHEN 'always' THEN true
          WHEN 'where_needed' THEN coalesce(checkout.user_id, session.said_user_id, referred.user_id) IS NULL
          ELSE false
      END
),
unresolved AS (
    SELECT wanted.record_kind, wanted.stripe_id, wanted.looked_at
    FROM wanted
    LEFT JOIN tieout.looked_up ON looked_up.stripe_id = wanted.stripe_id
    WHERE looked_up.stripe_id IS NULL
),
-- Sessions are listed from a day before the period, charges are not: an open item of that day may lack its charge. Asked for
-- last, since a refund may have brought it: its intent brings declined attempts too, which the night before did not see.
lacking AS (
    SELECT DISTINCT 'charge', session.payment_intent, NULL::timestamptz
    FROM tieout.open_item AS item
    JOIN tieout.stage_checkout_session AS session ON session.id = item.stripe_id
    CROSS JOIN (SELECT count(*) AS count FROM unresolved) AS others
    LEFT JOIN tieout.stage_charge AS charge ON charge.payment_intent = session.payment_intent
    LEFT JOIN tieout.looked_up ON looked_up.stripe_id = session.payment_intent
    WHERE others.count = 0
      AND session.payment_status = 'paid'
      AND session.payment_intent IS NOT NULL
      AND charge.id IS NULL
      AND looked_up.stripe_id IS NULL
)
-- When there is more than the budget allows, what was looked at longest ago comes first among the open items.
SELECT record_kind, stripe_id
FROM (SELECT * FROM unresolved UNION ALL SELECT * FROM lacking) AS reference
GROUP BY record_kind, stripe_id
ORDER BY min(looked_at) NULLS FIRST, record_kind, stripe_id
LIMIT $1;
