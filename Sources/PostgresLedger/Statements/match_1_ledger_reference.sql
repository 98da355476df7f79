-- Movements older than every listed session cannot be about one of them; a day covers clocks that disagree.
INSERT INTO tieout.ledger_reference (stripe_id, ledger_id, user_id, type, credits, created_at)
WITH listed_time AS (
    SELECT least(min(session.created), min(scope.since)) - interval '1 day' AS since
    FROM tieout.scope
    LEFT JOIN tieout.stage_checkout_session AS session ON true
),
movement AS (
    SELECT movement.*
    FROM tieout.ledger_movement AS movement
    CROSS JOIN listed_time
    -- One without a time may be of any time.
    WHERE coalesce(movement.created_at >= listed_time.since, true)
),
carried AS (
    SELECT ledger_id, reference_id AS stripe_id FROM movement
    UNION  -- the same id twice in one movement is one reference
    -- Texts at whatever depth: applications keep what Stripe sent them whole.
    SELECT ledger_id, jsonb_path_query(metadata, 'strict $.** ? (@.type() == "string")') #>> '{}' FROM movement
)
SELECT carried.stripe_id, movement.ledger_id, movement.user_id, movement.type, movement.credits, movement.created_at
FROM carried
JOIN movement ON movement.ledger_id = carried.ledger_id
WHERE carried.stripe_id ~ '^(cs|pi|ch|py|in|evt)_';
