-- Binds a plan to the ledger that it was made for: the hash of the plan that each run published, who started the run, and
-- of a run that applied an approved plan whose plan it was and who approved it.
ALTER TABLE tieout.run
    ADD started_by text,
    ADD plan_hash text,
    ADD applied_plan text,
    ADD approved_by text;
