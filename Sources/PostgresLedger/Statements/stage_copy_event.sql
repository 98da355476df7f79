COPY tieout.stage_event (
    id, created, type, pending_webhooks, object_kind, object_id, livemode
) FROM STDIN (FORMAT binary);
