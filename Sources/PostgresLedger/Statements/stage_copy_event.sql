COPY tieout.stage_event (
    id, created, type, pending_webhooks, object_kind, object_id, livemode, object_payment_status
) FROM STDIN (FORMAT binary);
