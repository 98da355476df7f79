import PostgresLedger

/// What the reference ledger is made of, one line each, sorted: compared whole, so that one thing too many fails like
/// one too few. The order of a table's columns is no part of it.
struct LedgerCatalog: Equatable {
    let lines: [String]

    init(_ connection: Connection) throws {
        lines = try connection.query(
            """
            WITH relation AS (
                SELECT oid, relname, relrowsecurity, relacl, relowner FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
            )
            SELECT relname || '.' || attname || ' ' || format_type(atttypid, atttypmod)
                || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
                || coalesce(' DEFAULT ' || pg_get_expr(adbin, adrelid), '') AS line
            FROM relation
            JOIN pg_attribute ON attrelid = relation.oid AND attnum > 0 AND NOT attisdropped
            LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
            UNION ALL
            SELECT relname || ' constraint ' || conname || ' ' || pg_get_constraintdef(pg_constraint.oid)
            FROM relation JOIN pg_constraint ON conrelid = relation.oid
            UNION ALL
            SELECT pg_get_indexdef(indexrelid) FROM relation JOIN pg_index ON indrelid = relation.oid
            UNION ALL
            SELECT relname || ' row-level security' FROM relation WHERE relrowsecurity
            UNION ALL
            SELECT tablename || ' policy ' || policyname || ' ' || cmd || ' ' || roles::text || coalesce(' ' || qual, '')
            FROM pg_policies WHERE schemaname = 'public'
            UNION ALL
            SELECT relname || ' ' || coalesce(grantee::regrole::text, 'PUBLIC') || ' ' || privilege_type
            FROM relation CROSS JOIN aclexplode(relacl) WHERE grantee <> relowner
            UNION ALL
            SELECT pg_get_functiondef(oid) || array_to_string(proacl, ' ')
            FROM pg_proc WHERE pronamespace = 'public'::regnamespace
            ORDER BY line
            """
        ).map { try $0.text("line") }
    }
}
