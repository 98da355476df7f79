-- What a customer pays for again and again; listed only where the application keeps subscription state.
CREATE UNLOGGED TABLE tieout.stage_subscription (
    id text NOT NULL,
    created timestamptz NOT NULL,
    status text NOT NULL,
    customer text,
    canceled_at timestamptz,
    livemode boolean NOT NULL
);
