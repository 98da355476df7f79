-- What the match has of a look before this one stays, in this step and the next ones: only what it lacks is read.
-- Movements older than every listed session cannot be about one of them; a day covers clocks that disagree. What was found of a
-- reference that no session bears out is looked at for as long as it stands, and so with all that the ledger has under it.
INSERT INTO tieout.ledger_reference (stripe_id, ledger_id, user_id, type, credits, created_at, is_only)
WITH listed_time AS (
    SELECT least(session.since, scope.since) - interval '1 day' AS since
    FROM (SELECT min(since) AS since FROM tieout.scope) AS scope
    CROSS JOIN (SELECT min(created) AS since FROM tieout.stage_checkout_session) AS session
),
standing AS (
    SELECT DISTINCT stripe_id
    FROM tieout.finding
    WHERE kind IN ('phantom_grant', 'duplicate_grant') AND status IN ('open', 'accepted')
),
movement AS (
    SELECT
        movement.ledger_id, movement.user_id, movement.type, movement.credits, movement.created_at,
        movement.reference_id,
        left(movement.reference_id, 3) IN ('cs_', 'pi_', 'ch_', 'py_', 'in_') OR left(movement.reference_id, 4) = 'evt_'
            AS refers,
        -- Texts at whatever depth: applications keep what Stripe sent them whole.
        coalesce(
            jsonb_path_query_array(movement.metadata, 'strict $.** ? (@ like_regex "^(cs|pi|ch|py|in|evt)_")'), '[]'
        ) AS carried
    FROM tieout.ledger_movement AS movement
    CROSS JOIN listed_time
    LEFT JOIN standing ON standing.stripe_id = movement.reference_id
    LEFT JOIN (
        SELECT DISTINCT ledger_id FROM tieout.ledger_reference
    ) AS known ON known.ledger_id = movement.ledger_id
    -- One without a time may be of any time.
    WHERE known.ledger_id IS NULL
      AND (coalesce(movement.created_at >= listed_time.since, true) OR standing.stripe_id IS NOT NULL)
)
SELECT
    reference_id, ledger_id, user_id, type, credits, created_at,
    jsonb_array_length(carried) = 0 OR (jsonb_array_length(carried) = 1 AND carried ->> 0 = reference_id)
FROM movement
WHERE refers AND ledger_id IS NOT NULL
UNION ALL
SELECT stripe_id, ledger_id, user_id, type, credits, created_at, false
FROM (
    SELECT DISTINCT  -- the same id twice in one movement is one reference
        jsonb_array_elements_text(carried) AS stripe_id, reference_id, ledger_id, user_id, type, credits, created_at
    FROM movement
    WHERE ledger_id IS NOT NULL AND (jsonb_array_length(carried) > 1 OR carried ->> 0 <> coalesce(reference_id, ''))
) AS further
WHERE stripe_id IS DISTINCT FROM reference_id;
