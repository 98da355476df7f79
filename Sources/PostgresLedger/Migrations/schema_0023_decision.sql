-- What approvers said of the corrections of a run's plan, one row a correction decided: written once, by a role that may
-- do nothing else (tieout_approver), and never changed or deleted. What the newest row of a finding says counts.
CREATE TABLE tieout.decision (
    stripe_id text NOT NULL,
    fingerprint text NOT NULL,
    run_id text NOT NULL,
    plan_hash text NOT NULL,
    verdict text NOT NULL,
    decided_by text NOT NULL,
    -- The database's clock; nobody may write another time.
    decided_at timestamptz NOT NULL DEFAULT now(),
    reason text NOT NULL,
    -- The plan's entry as it was reviewed: what a run finds again has to be the same.
    correction jsonb NOT NULL,
    CONSTRAINT decision_is_made_once PRIMARY KEY (stripe_id, run_id, fingerprint),
    CONSTRAINT decision_has_a_verdict CHECK (verdict IN ('approved', 'declined')),
    CONSTRAINT decision_has_a_name CHECK (decided_by ~ '^[^[:cntrl:]]{1,200}$' AND decided_by = btrim(decided_by)),
    CONSTRAINT decision_has_a_reason
        CHECK (reason ~ '[^[:space:]]' AND reason !~ '[[:cntrl:]]' AND length(reason) <= 1000),
    CONSTRAINT decision_is_of_its_correction CHECK (
        correction ->> 'stripe_id' IS NOT DISTINCT FROM stripe_id
        AND correction ->> 'fingerprint' IS NOT DISTINCT FROM fingerprint
    )
);
CREATE INDEX decision_by_run ON tieout.decision (run_id);
