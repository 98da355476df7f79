-- $1 rows as JSON, $2 run, $3 approver. Only a row that still says what the rule saw, in whichever of its words, is set.
WITH wanted AS (
    SELECT key.stripe_id, key.fingerprint, key.recorded_words, value.*
    FROM jsonb_array_elements($1) AS element (row)
    CROSS JOIN jsonb_to_record(element.row) AS key (stripe_id text, fingerprint text, recorded_words text[])
    CROSS JOIN jsonb_populate_record(NULL::tieout.posting_checkout, element.row) AS value
),
updated AS (
    UPDATE tieout.posting_checkout AS row
    SET
        completed_at = coalesce(row.completed_at, wanted.completed_at),  -- column completed_at
        status = wanted.status
    FROM wanted
    WHERE row.stripe_session_id = wanted.stripe_id
      AND (row.status::text = ANY (wanted.recorded_words) OR (row.status IS NULL AND wanted.recorded_words IS NULL))
    RETURNING row.stripe_session_id AS stripe_id
)
INSERT INTO tieout.correction (stripe_id, action, run_id, fingerprint, posted_at, approved_by)
SELECT wanted.stripe_id, 'sync_checkout', $2, wanted.fingerprint, now(), $3
FROM wanted
JOIN updated ON updated.stripe_id = wanted.stripe_id
ON CONFLICT (stripe_id, action) DO UPDATE
SET run_id = excluded.run_id, posted_at = excluded.posted_at, approved_by = excluded.approved_by
RETURNING stripe_id;
