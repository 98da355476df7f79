-- What the buyer has of the sale's credits, in a statement of its own after the locks, so that it sees what was committed
-- while they were waited for. $1 buyer, $2 session and $3 every id under which it may stand in the ledger, $4 the
-- application's words for a movement that uses credits, which is no take-back; $5 how many of the journal's units one
-- credit is.
SELECT coalesce(floor(sum(credits)::numeric / $5), 0)::bigint AS credits
FROM (
    SELECT DISTINCT carrying.ledger_id, carrying.credits
    FROM (
        SELECT ledger_id::text AS ledger_id, credits, type::text AS type, reference_id::text AS stripe_id
        FROM tieout.posting_movement
        WHERE user_id = $1
        UNION ALL
        SELECT
            ledger_id::text, credits, type::text,
            jsonb_path_query(metadata, 'strict $.** ? (@.type() == "string")') #>> '{}'
        FROM tieout.posting_movement
        WHERE user_id = $1
    ) AS carrying
    JOIN (
        SELECT unnest($3::text[]) AS stripe_id
        UNION
        SELECT stripe_id FROM tieout.session_key WHERE session_id = $2
    ) AS key ON key.stripe_id = carrying.stripe_id
    WHERE coalesce(carrying.type <> ALL ($4), true)
) AS movement;
