-- What a run has to heed: of each finding the newest decision, where it is a decline, or an approval since $1 whose correction
-- was not posted since. A decline stands against each approval of a plan whose run had begun by then: that plan does not show
-- it. Whatever was not decided on the plan that its run published, or by who made it, counts for nothing, however it came into
-- the table; recording a decision asks the same.
WITH counted AS (
    SELECT decision.*, run.started_at AS plan_begun_at
    FROM tieout.decision AS decision
    JOIN tieout.run AS run ON run.run_id = decision.run_id
    WHERE run.plan_hash = decision.plan_hash
      AND regexp_replace(lower(btrim(decision.decided_by)), '(.)@[^@]*$', '\1')
          <> regexp_replace(lower(btrim(run.started_by)), '(.)@[^@]*$', '\1')
),
declined AS (
    SELECT stripe_id, fingerprint, max(decided_at) AS decided_at
    FROM counted
    WHERE verdict = 'declined'
    GROUP BY stripe_id, fingerprint
),
newest AS (
    SELECT DISTINCT ON (counted.stripe_id, counted.fingerprint) counted.*
    FROM counted
    LEFT JOIN declined ON declined.stripe_id = counted.stripe_id AND declined.fingerprint = counted.fingerprint
    WHERE counted.verdict = 'declined'
       OR declined.decided_at IS NULL
       OR counted.plan_begun_at > declined.decided_at
    -- Of two at the same moment the decline is the newer one.
    ORDER BY
        counted.stripe_id, counted.fingerprint, counted.decided_at DESC, counted.verdict = 'declined' DESC,
        counted.run_id DESC
),
posted AS (
    SELECT DISTINCT newest.stripe_id, newest.fingerprint
    FROM newest
    JOIN tieout.correction AS correction ON correction.stripe_id = newest.stripe_id
    WHERE correction.fingerprint = newest.fingerprint AND correction.posted_at >= newest.decided_at
)
SELECT
    newest.stripe_id, newest.fingerprint, newest.run_id, newest.plan_hash, newest.verdict, newest.decided_by,
    newest.decided_at, newest.reason, newest.correction::text AS correction
FROM newest
LEFT JOIN posted ON posted.stripe_id = newest.stripe_id AND posted.fingerprint = newest.fingerprint
WHERE newest.verdict = 'declined' OR (newest.decided_at >= $1 AND posted.stripe_id IS NULL)
ORDER BY newest.decided_at, newest.stripe_id, newest.fingerprint;
