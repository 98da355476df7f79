-- What was sent to the application's webhook endpoint, one row a try: written before it is sent, completed by the answer. A
-- row without an outcome is a try of which nobody knows what became.
CREATE TABLE tieout.replay (
    event_id text NOT NULL,
    try bigint NOT NULL,
    run_id text NOT NULL,
    event_type text NOT NULL,
    event_created timestamptz NOT NULL,
    -- The checkout session of the purchase that the event is about; NULL where it is about none.
    session_id text,
    endpoint text NOT NULL,
    sent_at timestamptz NOT NULL,
    outcome text,
    status bigint,
    milliseconds bigint,
    answer text,
    CONSTRAINT replay_is_tried_once PRIMARY KEY (event_id, try),
    CONSTRAINT replay_has_an_outcome
        CHECK (outcome IN ('delivered', 'refused', 'redirected', 'timed_out', 'broken', 'unreachable'))
);
CREATE INDEX replay_by_session ON tieout.replay (session_id);
