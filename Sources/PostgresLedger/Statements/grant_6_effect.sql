-- What the call did. $1 buyer, $2 every id of the session, $3 and $4 the balance before and after, $5 how many of its
-- units the credits are, $6 how many one credit is, $7 the words for a completed purchase.
WITH carrying AS (
    SELECT ledger_id::text AS ledger_id, credits::numeric AS credits, user_id = $1 AS is_of_buyer
    FROM tieout.posting_movement
    WHERE reference_id = ANY ($2)
    UNION
    SELECT held.ledger_id, held.credits, true
    FROM (
        SELECT
            ledger_id::text AS ledger_id, credits::numeric AS credits,
            jsonb_path_query(metadata, 'strict $.** ? (@.type() == "string")') #>> '{}' AS stripe_id
        FROM tieout.posting_movement
        WHERE user_id = $1
    ) AS held
    WHERE held.stripe_id = ANY ($2)
)
SELECT
    $4::numeric - $3::numeric = $5::numeric AS is_exact,
    floor($3::numeric / $6::numeric)::bigint AS credits_before,
    floor($4::numeric / $6::numeric)::bigint AS credits_after,
    (SELECT count(*) FROM carrying) AS movements,
    (SELECT trim_scale(sum(credits))::text FROM carrying WHERE is_of_buyer) AS moved,
    (
        SELECT count(*)
        FROM tieout.posting_purchase
        WHERE (stripe_session_id = ANY ($2) OR stripe_payment_intent_id = ANY ($2))
          AND coalesce(status::text, ($7::text[])[1]) = ANY ($7::text[])
    ) AS purchases;
