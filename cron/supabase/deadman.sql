-- A watcher inside the database, independent of the host that runs Tieout: pg_cron asks once an hour whether a good run has
-- ended in the last 26 hours, and pg_net tells a chat when none has: in the hour in which that happens, and every 24 hours
-- while it goes on. Good is what `tieout status` calls good.
--
-- Needs the extensions pg_cron, pg_net and Vault, which Supabase has: Database, Extensions. Run it once as `postgres`, after
--     SELECT vault.create_secret('https://hooks.slack.com/services/…', 'tieout_deadman_webhook');
-- Any address does that takes {"text": …}.
--
-- Try it:     tieout status --max-age 26h      says the same
-- See it:     SELECT * FROM cron.job_run_details ORDER BY start_time DESC LIMIT 5;
-- Remove it:  SELECT cron.unschedule('tieout-dead-man');
SELECT cron.schedule('tieout-dead-man', '17 * * * *', $check$
    WITH regular AS (
        SELECT exit_status, finished_at
        FROM tieout.run
        WHERE finished_at IS NOT NULL
          AND (command = 'nightly' OR run_id IN (SELECT run_id FROM tieout.watermark))
          AND (applied OR NOT EXISTS (SELECT FROM tieout.run WHERE applied AND command = 'nightly'))
    ),
    silence AS (
        SELECT
            max(finished_at) FILTER (WHERE exit_status IN (0, 2)) AS last_good,
            -- Before the first good run the silence counts from the first run that was tried.
            coalesce(
                max(finished_at) FILTER (WHERE exit_status IN (0, 2)),
                (SELECT min(started_at) FROM tieout.run)
            ) AS since
        FROM regular
    )
    SELECT net.http_post(
        url := (SELECT decrypted_secret FROM vault.decrypted_secrets WHERE name = 'tieout_deadman_webhook'),
        body := jsonb_build_object(
            'text',
            'Tieout is silent: '
                || coalesce(
                    'the last good run ended at ' || to_char(last_good AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC',
                    'no run has ever ended well'
                )
                || '. Is the host up, and the schedule in place? See run_missing in the runbook.'
        )
    )
    FROM silence
    WHERE now() - since > interval '26 hours'
      AND mod(floor(extract(epoch FROM now() - since - interval '26 hours') / 3600)::bigint, 24) = 0
$check$);
