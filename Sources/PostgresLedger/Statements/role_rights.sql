-- Every right that a role of Tieout's needs, the GRANT that gives it, and whether our own role has it.
-- $1 and $2 schemas and names of the mapped functions, $3 the role that calls each; $4 the schemas that have to be entered;
-- $5 and $6 schemas and names of the tables that rows are inserted into, $7 the role that inserts into each.
WITH relation AS (
    SELECT relation.oid, relation.relname::text AS name, relation.relkind, relation.relpersistence
    FROM pg_class AS relation
    JOIN pg_namespace AS namespace ON namespace.oid = relation.relnamespace
    WHERE namespace.nspname = 'tieout' AND relation.relkind IN ('r', 'p', 'v', 'm')
),
-- What posting writes through the views over the ledger. A column that locks is none of the application's: whoever may
-- update it may lock the row and set nothing.
by_name (role, name, privilege, columns) AS (
    VALUES
        ('tieout_poster', 'correction', 'INSERT', NULL::text[]),
        ('tieout_poster', 'correction', 'UPDATE', NULL),
        ('tieout_poster', 'posting_balance', 'UPDATE', ARRAY['row_writer']),
        ('tieout_poster', 'posting_purchase', 'INSERT', NULL),
        ('tieout_poster', 'posting_purchase', 'UPDATE', ARRAY['status', 'completed_at']),
        ('tieout_poster', 'posting_checkout', 'UPDATE', ARRAY['status', 'completed_at']),
        ('tieout_poster', 'posting_payment', 'INSERT', NULL),
        ('tieout_poster', 'posting_payment', 'UPDATE', ARRAY['status']),
        ('tieout_poster', 'posting_invoice', 'INSERT', NULL),
        ('tieout_poster', 'posting_invoice', 'UPDATE', ARRAY['status', 'amount_paid']),
        -- A run that only plans has something to tell as well.
        ('tieout_reader', 'posting_alert', 'INSERT', NULL),
        -- Who decides sees what a decision is checked against and what became of it, and dates nothing.
        ('tieout_approver', 'run', 'SELECT', ARRAY['run_id', 'started_by', 'started_at', 'plan_hash']),
        (
            'tieout_approver', 'correction', 'SELECT',
            ARRAY['stripe_id', 'action', 'run_id', 'fingerprint', 'approved_by', 'posted_at']
        ),
        ('tieout_approver', 'decision', 'SELECT', NULL),
        (
            'tieout_approver', 'decision', 'INSERT',
            ARRAY[
                'stripe_id', 'fingerprint', 'run_id', 'plan_hash', 'verdict', 'decided_by', 'reason', 'correction'
            ]
        )
),
called AS (
    SELECT procedure.oid, mapped.role
    FROM unnest($1::text[], $2::text[], $3::text[]) AS mapped (schema_name, function_name, role)
    JOIN pg_namespace AS namespace ON namespace.nspname = mapped.schema_name
    JOIN pg_proc AS procedure ON procedure.pronamespace = namespace.oid AND procedure.proname = mapped.function_name
    WHERE procedure.prorettype <> 'trigger'::regtype
),
-- A number that a column takes from a sequence by default is taken with the rights of whoever inserts, view or no view.
counting AS (
    SELECT DISTINCT sequence.oid, mapped.role
    FROM unnest($5::text[], $6::text[], $7::text[]) AS mapped (schema_name, table_name, role)
    JOIN pg_namespace AS namespace ON namespace.nspname = mapped.schema_name
    JOIN pg_class AS logged ON logged.relnamespace = namespace.oid AND logged.relname = mapped.table_name
    JOIN pg_attrdef AS fallback ON fallback.adrelid = logged.oid
    JOIN pg_depend AS dependency
        ON dependency.classid = 'pg_attrdef'::regclass AND dependency.objid = fallback.oid
        AND dependency.refclassid = 'pg_class'::regclass
    JOIN pg_class AS sequence ON sequence.oid = dependency.refobjid AND sequence.relkind = 'S'
),
needed (role, place, object, privilege, clause, is_held) AS (
    SELECT
        'tieout_reader', 1, 'schema ' || quote_ident(nspname), 'USAGE', format('USAGE ON SCHEMA %I', nspname),
        has_schema_privilege(oid, 'USAGE')
    FROM pg_namespace
    WHERE nspname = 'tieout' OR nspname = ANY ($4::text[])
    UNION ALL
    SELECT
        'tieout_approver', 1, 'schema tieout', 'USAGE', 'USAGE ON SCHEMA tieout', has_schema_privilege(oid, 'USAGE')
    FROM pg_namespace
    WHERE nspname = 'tieout'
    UNION ALL
    SELECT
        'tieout_reader', 2, 'tieout.' || name, 'SELECT', format('SELECT ON tieout.%I', name),
        has_table_privilege(oid, 'SELECT')
    FROM relation
    -- The application's alerts are added to, and are nobody's to read.
    WHERE name <> 'posting_alert'
    UNION ALL
    SELECT
        'tieout_reader', 3, 'tieout.' || relation.name, right_of.privilege,
        format('%s ON tieout.%I', right_of.privilege, relation.name),
        has_table_privilege(relation.oid, right_of.privilege)
    FROM relation
    CROSS JOIN (VALUES ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE')) AS right_of (privilege)
    WHERE relation.relkind IN ('r', 'p')
      AND relation.name NOT IN ('correction', 'decision', 'migration')
      -- What outlives a run is never emptied.
      AND (right_of.privilege <> 'TRUNCATE' OR relation.relpersistence = 'u')
    UNION ALL
    SELECT
        'tieout_reader', 4, procedure.oid::regprocedure::text, 'EXECUTE',
        format('EXECUTE ON FUNCTION %s', procedure.oid::regprocedure), has_function_privilege(procedure.oid, 'EXECUTE')
    FROM pg_proc AS procedure
    JOIN pg_namespace AS namespace ON namespace.oid = procedure.pronamespace
    WHERE namespace.nspname = 'tieout'
    UNION ALL
    SELECT
        called.role, 5, called.oid::regprocedure::text,
        'EXECUTE', format('EXECUTE ON ROUTINE %s', called.oid::regprocedure),
        has_function_privilege(called.oid, 'EXECUTE')
    FROM called
    UNION ALL
    SELECT
        by_name.role, 6, 'tieout.' || relation.name, by_name.privilege,
        format(
            '%s%s ON tieout.%I', by_name.privilege,
            CASE WHEN by_name.columns IS NULL THEN ''
                ELSE format(' (%s)', (SELECT string_agg(quote_ident(name), ', ') FROM unnest(by_name.columns) AS name)) END,
            relation.name
        ),
        CASE WHEN by_name.columns IS NULL THEN has_table_privilege(relation.oid, by_name.privilege)
            ELSE (
                SELECT bool_and(has_column_privilege(relation.oid, column_name, by_name.privilege))
                FROM unnest(by_name.columns) AS column_name
            ) END
    FROM by_name
    JOIN relation ON relation.name = by_name.name
    UNION ALL
    SELECT
        counting.role, 7, oid::regclass::text, 'USAGE', format('USAGE ON SEQUENCE %s', oid::regclass),
        has_sequence_privilege(oid, 'USAGE')
    FROM counting
)
SELECT
    role, object, privilege, is_held,
    format('GRANT %s TO %I;', clause, role) AS for_role,
    format('GRANT %s TO %I;', clause, current_user) AS for_us
FROM needed
ORDER BY role DESC, place, object, privilege;
