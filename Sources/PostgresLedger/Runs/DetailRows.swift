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
    /// Hands over what `read` makes of rows, portion by portion, so that memory does not grow with them.
    ///
    /// - Throws: ``PostgresError``, and what `body` throws.
    public nonisolated func forEachDetail<Portion: Sendable>(
        of rows: DetailRows,
        _ read: @escaping @Sendable (DetailPortion) -> Portion,
        _ body: (Portion) async throws -> Void
    ) async throws {
        try await forEachPortion(of: Cursor(.details(rows), fetch: .detailFetch)) {
            read(DetailPortion($0))
        } _: { portion in
            try await body(portion)
        }
    }
}

extension DetailPortion {
    fileprivate init(_ result: ResultRows) {
        columns = result.columns.mapValues { Int($0) }
        rows = result.map { row in (0..<Int32(result.columns.count)).map { row.text(at: $0) } }
    }
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
