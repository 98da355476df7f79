/// Which of the mapped columns the database really has, as the views say.
struct KeptColumns {
    private var columns: [String: Set<String>] = [:]
    /// Columns that are there and may hold a Stripe id.
    private(set) var evidence: Set<EvidenceColumn> = []

    /// Asks the views.
    init(_ connection: Connection) throws(PostgresError) {
        for row in try connection.query(.mappedColumns) {
            let (view, column) = (try row.text("view_name"), try row.text("column_name"))
            columns[view, default: []].insert(column)
            guard try row.boolean("may_carry_stripe_id"), let view = LedgerView(rawValue: view) else { continue }
            let known = EvidenceColumn(view: view, column: column)
            if EvidenceColumn.all.contains(known) { evidence.insert(known) }
        }
    }

    /// The columns that posting may write.
    func of(_ view: PostingView) -> Set<String> { of(view.rawValue) }

    /// The columns of the view of that name.
    func of(_ view: String) -> Set<String> { columns[view] ?? [] }

    /// Whether earlier grants can be recognised by the view's rows.
    func carriesStripeIDs(_ view: LedgerView) -> Bool { evidence.contains { $0.view == view } }
}

extension Statement {
    fileprivate static let mappedColumns = Statement("mapped_columns", embedded: PackageResources.mapped_columns_sql)
}
