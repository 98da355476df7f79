-- What outlives a run: small and logged. Keys start with the Stripe id or the fingerprint, so that a sharded ledger can
-- keep a correction beside the grant that it records; no second unique constraint and no trigger, for the same reason.

-- One row a run, written when it starts and completed when it ends.
CREATE TABLE tieout.run (
    run_id text CONSTRAINT run_is_known_once PRIMARY KEY,
    command text NOT NULL,
    status text NOT NULL,
    exit_status bigint,
    since timestamptz NOT NULL,
    cut_off timestamptz NOT NULL,
    applied boolean NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz,
    summary jsonb,
    tool_version text,
    CONSTRAINT run_examines_a_period CHECK (since < cut_off)
);

-- Up to where everything was examined.
CREATE TABLE tieout.watermark (
    name text CONSTRAINT watermark_is_known_once PRIMARY KEY,
    cut_off timestamptz NOT NULL,
    run_id text NOT NULL
);

-- What rules reported, from the first night to the last.
CREATE TABLE tieout.finding (
    fingerprint text CONSTRAINT finding_is_known_once PRIMARY KEY,
    kind text NOT NULL,
    severity text NOT NULL,
    status text NOT NULL,
    stripe_id text,
    ledger_id text,
    user_id text,
    currency text,
    expected_minor bigint,
    recorded_minor bigint,
    credits bigint,
    occurred_at timestamptz,
    detail jsonb NOT NULL DEFAULT '{}',
    first_run text NOT NULL,
    last_run text NOT NULL,
    first_seen timestamptz NOT NULL,
    last_seen timestamptz NOT NULL,
    closed_at timestamptz,
    -- A person's word that it may stay as it is: whose, why, and until when.
    accepted_by text,
    accepted_reason text,
    accepted_until timestamptz,
    CONSTRAINT finding_has_a_severity CHECK (severity IN ('info', 'low', 'medium', 'high', 'critical')),
    CONSTRAINT finding_has_a_status CHECK (status IN ('open', 'corrected', 'gone', 'accepted'))
);
CREATE INDEX finding_open ON tieout.finding (first_seen) WHERE status = 'open';
CREATE INDEX finding_by_stripe_id ON tieout.finding (stripe_id);
CREATE INDEX finding_by_last_run ON tieout.finding (last_run);

-- What Tieout did to the ledger: the key is what makes a grant happen once. Never updated after its transaction but by
-- a later correction of the same object and action, and never deleted.
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
    detail jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT correction_is_made_once PRIMARY KEY (stripe_id, action)
);
CREATE INDEX correction_by_run ON tieout.correction (run_id);

-- What has to be looked at again whatever its age.
CREATE TABLE tieout.open_item (
    stripe_id text CONSTRAINT open_item_is_known_once PRIMARY KEY,
    record_kind text NOT NULL,
    reason text NOT NULL,
    first_seen timestamptz NOT NULL,
    looked_at timestamptz NOT NULL
);

-- When Tieout first saw a session paid: the 72 hours of a late webhook count from here.
CREATE TABLE tieout.first_paid (
    stripe_id text CONSTRAINT first_paid_is_known_once PRIMARY KEY,
    seen_at timestamptz NOT NULL
);
