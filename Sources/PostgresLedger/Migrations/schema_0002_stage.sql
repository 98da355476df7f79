-- The stage: this run's records of each kind, with the columns that decoding extracts, in its order. Unlogged, because a run
-- that loses them fetches them again; without index and key, because they are filled by COPY and read by hash joins.

-- Money taken, or tried to be taken.
CREATE UNLOGGED TABLE tieout.stage_charge (
    id text NOT NULL,
    created timestamptz NOT NULL,
    amount bigint NOT NULL,
    amount_captured bigint,
    amount_refunded bigint NOT NULL,
    currency text NOT NULL,
    captured boolean NOT NULL,
    paid boolean,
    refunded boolean,
    disputed boolean,
    status text NOT NULL,
    payment_intent text,
    customer text,
    invoice text,
    failure_code text,
    failure_message text,
    payment_method_type text,
    livemode boolean NOT NULL
);

-- What was sold, and whether it is paid.
CREATE UNLOGGED TABLE tieout.stage_checkout_session (
    id text NOT NULL,
    created timestamptz NOT NULL,
    expires_at timestamptz,
    mode text NOT NULL,
    status text,
    payment_status text NOT NULL,
    currency text,
    amount_subtotal bigint,
    amount_total bigint,
    amount_discount bigint,
    amount_tax bigint,
    customer text,
    client_reference_id text,
    payment_intent text,
    invoice text,
    subscription text,
    presentment_currency text,
    presentment_amount bigint,
    source_currency text,
    source_subtotal bigint,
    source_total bigint,
    livemode boolean NOT NULL,
    metadata jsonb
);

-- Bills of subscriptions and of sessions that asked for one.
CREATE UNLOGGED TABLE tieout.stage_invoice (
    id text NOT NULL,
    created timestamptz NOT NULL,
    status text,
    currency text NOT NULL,
    amount_due bigint NOT NULL,
    amount_paid bigint NOT NULL,
    amount_remaining bigint,
    total bigint,
    billing_reason text,
    customer text,
    subscription text,
    payment_intent text,
    charge text,
    number text,
    due_date timestamptz,
    next_payment_attempt timestamptz,
    attempt_count bigint,
    finalized_at timestamptz,
    paid_at timestamptz,
    payments jsonb,
    livemode boolean NOT NULL
);

-- Money given back.
CREATE UNLOGGED TABLE tieout.stage_refund (
    id text NOT NULL,
    created timestamptz NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    status text,
    charge text,
    payment_intent text,
    reason text
);

-- Money that a bank took back, or tries to.
CREATE UNLOGGED TABLE tieout.stage_dispute (
    id text NOT NULL,
    created timestamptz NOT NULL,
    amount bigint NOT NULL,
    currency text NOT NULL,
    status text NOT NULL,
    charge text,
    payment_intent text,
    reason text,
    livemode boolean NOT NULL
);

-- The payment that charges and sessions belong to.
CREATE UNLOGGED TABLE tieout.stage_payment_intent (
    id text NOT NULL,
    created timestamptz NOT NULL,
    amount bigint NOT NULL,
    amount_received bigint,
    currency text NOT NULL,
    status text NOT NULL,
    customer text,
    latest_charge text,
    invoice text,
    last_error_code text,
    livemode boolean NOT NULL,
    metadata jsonb
);

-- What Stripe told, and how many deliveries of it are pending.
CREATE UNLOGGED TABLE tieout.stage_event (
    id text NOT NULL,
    created timestamptz NOT NULL,
    type text NOT NULL,
    pending_webhooks bigint NOT NULL,
    object_kind text,
    object_id text,
    livemode boolean NOT NULL,
    object_payment_status text
);

-- What an invoice was paid by.
CREATE UNLOGGED TABLE tieout.stage_invoice_payment (
    id text NOT NULL,
    created timestamptz NOT NULL,
    invoice text NOT NULL,
    amount_paid bigint,
    amount_requested bigint,
    currency text,
    status text,
    payment_type text,
    payment_intent text,
    charge text,
    livemode boolean NOT NULL
);

-- What a customer pays for again and again; listed only where the application keeps subscription state.
CREATE UNLOGGED TABLE tieout.stage_subscription (
    id text NOT NULL,
    created timestamptz NOT NULL,
    status text NOT NULL,
    customer text,
    canceled_at timestamptz,
    livemode boolean NOT NULL
);

-- Who a customer is to the application, by their metadata; read by id where nothing else names a sale's buyer.
CREATE UNLOGGED TABLE tieout.stage_customer (
    id text NOT NULL,
    created timestamptz,  -- not told of one who was deleted
    deleted boolean,
    metadata jsonb
);
