import Reconciliation

/// A portion of the rows of a detail sheet: texts by column, as the statement names them.
public struct DetailPortion: Sendable {
    /// The position of each column in a row.
    public let columns: [String: Int]
    /// Rows, each with a text for every column; nil for NULL.
    public let rows: [[String?]]
}

extension PostgresLedger {
    /// Hands over the rows of a kind's detail sheet in portions, so that memory does not grow with them.
    ///
    /// - Precondition: the kind is one of charge, checkout session and invoice.
    /// - Throws: ``PostgresError``, and what `body` throws.
    public nonisolated func forEachDetail(
        of kind: RecordKind,
        _ body: (DetailPortion) async throws -> Void
    ) async throws {
        try await openDetails(of: kind)
        do {
            while let portion = try await nextDetails() { try await body(portion) }
        } catch {
            try? await closeDetails()
            throw error
        }
        try await closeDetails()
    }

    private func openDetails(of kind: RecordKind) throws(PostgresError) {
        try connection.execute(script: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", named: "BEGIN")
        try connection.query(.details(kind))
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

    fileprivate static func details(_ kind: RecordKind) -> Statement {
        switch kind {
        case .checkoutSession: Statement("detail_sessions", embedded: PackageResources.detail_sessions_sql)
        case .charge: Statement("detail_charges", embedded: PackageResources.detail_charges_sql)
        case .invoice: Statement("detail_invoices", embedded: PackageResources.detail_invoices_sql)
        default: preconditionFailure("\(kind) has no detail sheet")
        }
    }
}
