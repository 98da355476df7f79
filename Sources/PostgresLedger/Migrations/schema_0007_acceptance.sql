-- A person's word that a finding may stay as it is: whose, why, and until when.
ALTER TABLE tieout.finding
    ADD accepted_by text,
    ADD accepted_reason text,
    ADD accepted_until timestamptz;
