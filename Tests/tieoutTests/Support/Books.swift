import PostgresLedger
import TestSupport

/// Everything that may not change unnoticed, table by table: how many rows, and what they hold.
struct Books: Equatable {
    private let tables: [String: String]

    /// The application's tables, and unless only its schemas are asked for Tieout's own that say what was done to them.
    init(of database: TestDatabase, schemas: [String] = ["public", "auth", "tieout"]) throws {
        let connection = try database.connect()
        var tables: [String: String] = [:]
        for row in try connection.query(Self.contents) where schemas.contains(try row.text("schema")) {
            tables[try row.text("name")] = "\(try row.text("rows")) rows \(try row.text("hash"))"
        }
        self.tables = tables
    }

    /// `query_to_xml` lets one statement read tables whose names it learns on the way.
    private static let contents: Statement = """
        SELECT
            schema,
            name,
            (xpath('/row/n/text()', content))[1]::text AS rows,
            coalesce((xpath('/row/h/text()', content))[1]::text, '') AS hash
        FROM (
            SELECT
                n.nspname AS schema,
                c.oid::regclass::text AS name,
                query_to_xml(
                    format('SELECT count(*) AS n, md5(string_agg(t::text, ''|'' ORDER BY t::text)) AS h FROM %s AS t',
                           c.oid::regclass),
                    false, true, ''
                ) AS content
            FROM pg_catalog.pg_class AS c
            JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r'
              AND (n.nspname IN ('public', 'auth')
                   OR n.nspname = 'tieout' AND c.relname IN ('correction', 'watermark', 'finding', 'open_item'))
        ) AS tables
        ORDER BY name
        """
}
