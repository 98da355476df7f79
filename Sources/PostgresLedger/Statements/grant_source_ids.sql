-- What only the stage knows of a session: its invoice, and the event that should have granted it. $1 session.
SELECT
    (SELECT invoice FROM tieout.stage_checkout_session WHERE id = $1) AS invoice,
    (SELECT min(id) FROM tieout.stage_event WHERE object_id = $1) AS event;
