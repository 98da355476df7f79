-- The newest run that did its job, and the newest that ended, of those that follow one another: nightly ones, and the very
-- first. Where nightly runs post, one that only plans is none of them.
WITH regular AS (
    -- The exit status and not the status: one that could tell nobody is none that did its job.
    SELECT run_id, status, finished_at, coalesce(exit_status IN (0, 2), false) AS is_good
    FROM tieout.run
    CROSS JOIN (
        SELECT count(*) AS count FROM tieout.run WHERE applied AND command = 'nightly'
    ) AS posting
    WHERE finished_at IS NOT NULL
      AND (command = 'nightly' OR run_id IN (SELECT run_id FROM tieout.watermark))
      AND (applied OR posting.count = 0)
),
good AS (
    SELECT * FROM regular WHERE is_good ORDER BY finished_at DESC, run_id DESC LIMIT 1
),
last AS (
    SELECT * FROM regular ORDER BY finished_at DESC, run_id DESC LIMIT 1
)
SELECT
    good.run_id AS good_run, good.status AS good_status, good.is_good AS good_is_good, good.finished_at AS good_at,
    last.run_id AS last_run, last.status AS last_status, last.is_good AS last_is_good, last.finished_at AS last_at
FROM (VALUES (true)) AS one (is_there)
LEFT JOIN good ON true
LEFT JOIN last ON true;
