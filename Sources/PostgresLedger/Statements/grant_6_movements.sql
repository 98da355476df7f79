-- The movements that carry the session. $1 buyer, $2 every id of the session.
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
    WHERE held.stripe_id IN (SELECT unnest($2::text[]))
)
SELECT count(*) AS movements, trim_scale(sum(credits) FILTER (WHERE is_of_buyer))::text AS moved FROM carrying;
