-- Three roles that hold rights and log in as nobody: a login that is made for the job or the portal is given one of them.
--   CREATE ROLE tieout_nightly LOGIN PASSWORD '…' IN ROLE tieout_poster;
-- tieout_reader plans and reports: it reads the ledger through Tieout's views and writes Tieout's own tables, but no
-- correction. tieout_poster may grant as well: through the ledger's function, and in the log tables the columns that posting
-- writes. tieout_approver records decisions on plans and does nothing else. None may set a balance. Run again, it changes
-- nothing.
DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY['tieout_reader', 'tieout_poster', 'tieout_approver'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL;  -- it is there already, or is being made by another
        END;
    END LOOP;
END $$;
GRANT tieout_reader TO tieout_poster;
