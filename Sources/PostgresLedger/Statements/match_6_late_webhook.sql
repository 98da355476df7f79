-- What a webhook that comes late could still do to the sales that nobody granted: whether every event that grants them was
-- delivered, and the latest of the night that first saw them paid, their latest granting event and its latest replay: whoever
-- was sent an event may still be about to handle it, whatever the answer was.
UPDATE tieout.match
SET granting_events = watched.granting_events, payable_since = watched.payable_since
FROM (
    SELECT
        first_paid.stripe_id,
        CASE
            WHEN bool_or(event.pending_webhooks > 0) OR max(replayed.sent_at) IS NOT NULL THEN 'pending'
            -- A session that was completed unpaid is granted by the event that says the payment came.
            WHEN bool_or(
                event.type = 'checkout.session.async_payment_succeeded' OR event.object_payment_status <> 'unpaid'
            ) THEN 'delivered'
            ELSE 'unknown'
        END AS granting_events,
        date_part('epoch', greatest(min(first_paid.seen_at), max(event.created), max(replayed.sent_at)))::bigint AS payable_since
    FROM tieout.first_paid
    LEFT JOIN tieout.stage_event AS event ON event.object_id = first_paid.stripe_id
    LEFT JOIN (
        SELECT session_id, max(sent_at) AS sent_at
        FROM tieout.replay
        WHERE session_id IS NOT NULL AND outcome IS DISTINCT FROM 'unreachable'
        GROUP BY session_id
    ) AS replayed ON replayed.session_id = first_paid.stripe_id
    GROUP BY first_paid.stripe_id
) AS watched
WHERE match.session_id = watched.stripe_id;
