COPY tieout.stage_subscription (
    id, created, status, customer, canceled_at, livemode
) FROM STDIN (FORMAT binary);
