-- Granting events that no webhook endpoint has taken within the hour before the cut-off; Stripe tries for three days.
SELECT count(*) AS count
FROM tieout.stage_event AS event
CROSS JOIN tieout.scope
WHERE event.pending_webhooks > 0 AND event.created >= scope.since AND event.created < scope.cut_off - interval '1 hour';
