COPY tieout.stage_customer (
    id, created, deleted, metadata
) FROM STDIN (FORMAT binary);
