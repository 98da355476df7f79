import Reconciliation

/// Rows that are too many to be held at once.
public enum DetailRows: Sendable {
    /// What failed to be paid.
    case failures
    /// Refunds and disputes.
    case returns
    /// Checkout sessions.
    case sessions
    /// Charges.
    case charges
    /// Invoices.
    case invoices
}

/// A portion of the rows of a detail sheet: texts by column, as the statement names them.
public struct DetailPortion: Sendable {
    /// The position of each column in a row.
    public let columns: [String: Int]
    /// Rows, each with a text for every column; nil for NULL.
    public let rows: [[String?]]
}

extension PostgresLedger {
    /// Hands over rows in portions, so that memory does not grow with them.
    ///
    /// - Throws: ``PostgresError``, and what `body` throws.
    public nonisolated func forEachDetail(
        of rows: DetailRows,
        _ body: (DetailPortion) async throws -> Void
    ) async throws {
        try await openDetails(of: rows)
        do {
            while let portion = try await nextDetails() { try await body(portion) }
        } catch {
            try? await closeDetails()
            throw error
        }
        try await closeDetails()
    }

    private func openDetails(of rows: DetailRows) throws(PostgresError) {
        try connection.execute(script: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", named: "BEGIN")
        try connection.query(.details(rows))
    }

    private func nextDetails() throws(PostgresError) -> DetailPortion? {
        let rows = try connection.query(.detailFetch)
        guard !rows.isEmpty else { return nil }
        let names = rows.columnNames
        var texts: [[String?]] = []
        texts.reserveCapacity(rows.count)
        for row in rows {
            texts.append(try names.map { (name) throws(PostgresError) in try row.optionalText(name) })
        }
        let columns = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        return DetailPortion(columns: columns, rows: texts)
    }

    private func closeDetails() throws(PostgresError) { try connection.execute(script: "ROLLBACK", named: "ROLLBACK") }
}

extension Statement {
    fileprivate static let detailFetch = Statement("detail_fetch", embedded: PackageResources.detail_fetch_sql)

    fileprivate static func details(_ rows: DetailRows) -> Statement {
        switch rows {
        case .failures: Statement("detail_failures", embedded: PackageResources.detail_failures_sql)
        case .returns: Statement("detail_returns", embedded: PackageResources.detail_returns_sql)
        case .sessions: Statement("detail_sessions", embedded: PackageResources.detail_sessions_sql)
        case .charges: Statement("detail_charges", embedded: PackageResources.detail_charges_sql)
        case .invoices: Statement("detail_invoices", embedded: PackageResources.detail_invoices_sql)
        }
    }
}
