/// Where an application keeps its ledger and how it grants: the table behind each view, the column behind each of its
/// columns, and the function.
///
/// What is not mapped, or is mapped and not there, is a view of no rows or a column of NULLs; rules that need it find
/// nothing.
public struct LedgerMapping: Hashable, Sendable {
    /// The table behind each view; without one the view has no rows.
    public var tables: [LedgerView: MappedTable]
    /// What identifies a buyer.
    public var userIDType: UserIDType
    /// The function that grants; without one nothing can be granted.
    public var function: GrantingFunction?
    /// Where a balance is read.
    public var balance: BalanceReading
    /// Where the application keeps alerts; nil: nowhere. It is used if it is there.
    public var alerts: MappedTable?

    /// A mapping to those tables and that function.
    public init(
        tables: [LedgerView: MappedTable],
        userIDType: UserIDType = .uuid,
        function: GrantingFunction? = nil,
        balance: BalanceReading = .column,
        alerts: MappedTable? = .platformAlerts
    ) {
        self.tables = tables
        self.userIDType = userIDType
        self.function = function
        self.balance = balance
        self.alerts = alerts
    }
}

/// Columns in which an earlier grant may carry a Stripe id.
public struct EvidenceColumn: Hashable, Sendable {
    /// The view.
    public let view: LedgerView
    /// Its column.
    public let column: String
}

extension LedgerMapping {
    /// Whether the application keeps that column.
    public func keeps(_ column: String, in view: LedgerView) -> Bool { tables[view]?.columns[column] != nil }

    /// Where earlier grants carry Stripe ids. Where that is nowhere, every sale of the past would look missed: such a
    /// ledger is planned for and never posted to.
    public var evidence: [EvidenceColumn] {
        EvidenceColumn.all.filter { keeps($0.column, in: $0.view) }
    }
}

extension EvidenceColumn {
    /// All that a grant can be recognised by.
    static let all = [
        EvidenceColumn(view: .movement, column: "reference_id"),
        EvidenceColumn(view: .movement, column: "metadata"),
        EvidenceColumn(view: .purchase, column: "stripe_session_id"),
        EvidenceColumn(view: .purchase, column: "stripe_payment_intent_id"),
    ]
}
