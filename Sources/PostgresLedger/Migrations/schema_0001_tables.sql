-- Tieout's own schema: what outlives a run is small and logged; the stage is unlogged and lives for one run.
-- Primary keys start with the Stripe id and there is no second unique constraint, so that the tables can be sharded.
CREATE SCHEMA IF NOT EXISTS tieout;
REVOKE ALL ON SCHEMA tieout FROM PUBLIC;

CREATE TABLE tieout.run (
    run_id text PRIMARY KEY,
    command text NOT NULL,
    status text NOT NULL,
    exit_status integer,
    since timestamptz NOT NULL,
    cut_off timestamptz NOT NULL,
    applied boolean NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    summary jsonb,
    tool_version text NOT NULL
);

-- The cut-off of the last clean run, from which the next one goes on.
CREATE TABLE tieout.watermark (
    name text PRIMARY KEY,
    cut_off timestamptz NOT NULL,
    run_id text NOT NULL
);

CREATE TABLE tieout.finding (
    fingerprint text PRIMARY KEY,
    kind text NOT NULL,
    severity text NOT NULL,
    status text NOT NULL,  -- open, corrected, gone, accepted
    stripe_id text,
    ledger_id text,
    user_id text,
    currency text,
    expected_minor bigint,
    recorded_minor bigint,
    credits bigint,
    occurred_at timestamptz,
    detail jsonb NOT NULL,
    first_run text NOT NULL,
    last_run text NOT NULL,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    closed_at timestamptz
);
CREATE INDEX finding_stripe_id ON tieout.finding (stripe_id);
CREATE INDEX finding_status ON tieout.finding (status);

-- What Tieout did to the ledger; its key is what makes a correction happen once.
CREATE TABLE tieout.correction (
    stripe_id text NOT NULL,
    action text NOT NULL,
    run_id text NOT NULL,
    fingerprint text NOT NULL,
    user_id text,
    credits bigint,
    package_id text,
    amount_minor bigint,
    currency text,
    balance_before bigint,
    balance_after bigint,
    protection text,
    approved_by text,
    posted_at timestamptz NOT NULL,
    detail jsonb,
    PRIMARY KEY (stripe_id, action)
);

-- What is looked at again every night whatever its age, until it is final.
CREATE TABLE tieout.open_item (
    stripe_id text PRIMARY KEY,
    record_kind text NOT NULL,
    reason text NOT NULL,
    first_seen timestamptz NOT NULL
);

-- When a run first saw a session paid.
CREATE TABLE tieout.first_paid (
    stripe_id text PRIMARY KEY,
    seen_at timestamptz NOT NULL
);

-- The stage: this run's records, with the columns of `RecordSchema`, in its order.
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

CREATE UNLOGGED TABLE tieout.stage_event (
    id text NOT NULL,
    created timestamptz NOT NULL,
    type text NOT NULL,
    pending_webhooks bigint NOT NULL,
    object_kind text,
    object_id text,
    livemode boolean NOT NULL
);

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

