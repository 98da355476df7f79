import PostgresLedger
import Reconciliation

/// A month of a large account and the ledger beside it, made by SQL straight in the stage and the ledger's tables, with a
/// share of each fault, so that every rule has something to find; see `world.sql`.
public struct ScaleWorld: Sendable {
    /// How many sessions, and about as many charges, intents and rows of each log.
    public let rows: Int
    /// Another seed, another world of the same shape.
    public let seed: Int

    /// A world of that many sales.
    public init(rows: Int, seed: Int = 1) {
        self.rows = rows
        self.seed = seed
    }

    /// September of 2026, in which everything was sold, and two weeks after it.
    public static var period: Period {
        get throws {
            let since = Instant(secondsSinceEpoch: 1_788_220_800)
            return try Period(since: since, cutOff: since + 44 * .day)
        }
    }

    /// The reference ledger with subscription state beside it.
    public static let mapping: LedgerMapping = {
        var mapping = LedgerMapping.reference
        mapping.tables[.subscription] = MappedTable(
            "subscriptions",
            [:],
            same: ["user_id", "stripe_subscription_id", "status"]
        )
        return mapping
    }()

    /// Fills a database that has the reference ledger and Tieout's schema, both without rows; the ledger is of this world's
    /// ``mapping``.
    ///
    /// - Throws: ``PostgresError``.
    public func enter(_ ledger: PostgresLedger) async throws(PostgresError) {
        let settings: [Parameter] = [.text(String(rows)), .text(String(seed))]
        try await ledger.withConnection { connection throws(PostgresError) in
            try connection.transaction { () throws(PostgresError) in
                try connection.query(
                    "SELECT set_config('scale.rows', $1, true), set_config('scale.seed', $2, true)",
                    settings
                )
                try connection.execute(script: Self.script, named: "world")
            }
            // As the server's autovacuum would have done long ago.
            try connection.execute(script: "ANALYZE", named: "ANALYZE")
        }
        try await ledger.migrate()
        try await ledger.finishStage()
    }

    private static let script = String(decoding: PackageResources.world_sql, as: UTF8.self)
}
