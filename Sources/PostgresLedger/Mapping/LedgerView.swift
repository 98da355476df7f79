/// The relations that rules read: the ledger under Tieout's own names, with `text` keys, whatever the application calls
/// its tables.
public enum LedgerView: String, CaseIterable, Sendable, Codable {
    /// Buyers who exist.
    case user = "ledger_user"
    /// What the application offered: its checkout rows.
    case checkout = "ledger_checkout"
    /// The purchase log.
    case purchase = "ledger_purchase"
    /// The credit journal.
    case movement = "ledger_movement"
    /// The payment log.
    case payment = "ledger_payment"
    /// The invoice log.
    case invoice = "ledger_invoice"
    /// What is for sale.
    case package = "ledger_package"
    /// Each buyer's credits.
    case balance = "ledger_balance"
    /// Subscription state, where the application keeps it.
    case subscription = "ledger_subscription"
    /// Credits that the application itself bought from providers.
    case capacity = "ledger_capacity"
}

/// How a column of a ledger view is cast; the same whatever the application's own type.
enum ViewColumnType: String {
    case text
    /// Text in lower case: currencies, which Stripe writes so.
    case code
    case bigint
    case numeric
    case boolean
    case timestamptz
    case jsonb
}

/// A column of a ledger view.
struct ViewColumn {
    let name: String
    let type: ViewColumnType

    init(_ name: String, _ type: ViewColumnType = .text) {
        self.name = name
        self.type = type
    }
}

extension LedgerView {
    /// The columns that a mapping may name: those that rules read, then those that posting alone writes.
    public var mappableColumns: [String] {
        let read = columns.map(\.name)
        let written = PostingView.allCases.filter { $0.source == self }.flatMap(\.columns)
        return read + written.filter { !read.contains($0) }
    }

    /// What rules may read. Columns are only ever added, at the end: `CREATE OR REPLACE VIEW` allows nothing else.
    var columns: [ViewColumn] {
        switch self {
        case .user: [.init("user_id"), .init("email")]
        case .checkout:
            [
                .init("ledger_id"), .init("user_id"), .init("stripe_session_id"), .init("package_id"),
                .init("credits", .bigint), .init("amount", .numeric), .init("status"),
                .init("created_at", .timestamptz), .init("completed_at", .timestamptz),
                .init("expires_at", .timestamptz),
            ]
        case .purchase:
            [
                .init("ledger_id"), .init("user_id"), .init("package_id"), .init("credits", .bigint),
                .init("amount", .numeric), .init("status"), .init("stripe_session_id"), .init("error_message"),
                .init("created_at", .timestamptz), .init("completed_at", .timestamptz),
                .init("stripe_payment_intent_id"),
            ]
        case .movement:
            [
                .init("ledger_id"), .init("user_id"), .init("type"), .init("credits", .bigint),
                .init("balance_before", .bigint), .init("balance_after", .bigint), .init("reference_id"),
                .init("metadata", .jsonb), .init("created_at", .timestamptz),
            ]
        case .payment:
            [
                .init("ledger_id"), .init("stripe_payment_intent_id"), .init("amount", .numeric),
                .init("currency", .code), .init("status"), .init("error_message"), .init("created_at", .timestamptz),
            ]
        case .invoice:
            [
                .init("ledger_id"), .init("stripe_invoice_id"), .init("stripe_subscription_id"),
                .init("amount_paid", .numeric), .init("amount_due", .numeric), .init("currency", .code),
                .init("status"), .init("billing_reason"), .init("created_at", .timestamptz),
            ]
        case .package:
            [
                .init("package_id"), .init("credits", .bigint), .init("price", .numeric), .init("stripe_price_id"),
                .init("is_active", .boolean), .init("updated_at", .timestamptz),
            ]
        case .balance: [.init("user_id"), .init("balance", .bigint), .init("lifetime_earned", .bigint)]
        case .subscription: [.init("user_id"), .init("stripe_subscription_id"), .init("status")]
        case .capacity:
            [
                .init("provider"), .init("balance", .bigint), .init("threshold", .bigint), .init("ratio", .numeric),
            ]
        }
    }
}

extension LedgerView {
    /// Columns without which the table could not be used: what tells its rows apart, and what they are about.
    public var indispensableColumns: [String] {
        switch self {
        case .user: ["user_id"]
        case .checkout: ["ledger_id", "user_id", "stripe_session_id"]
        case .purchase: ["ledger_id", "user_id", "credits"]
        case .movement: ["ledger_id", "user_id", "credits"]
        case .payment: ["ledger_id", "stripe_payment_intent_id"]
        case .invoice: ["ledger_id", "stripe_invoice_id"]
        case .package: ["package_id", "credits"]
        case .balance: ["user_id", "balance"]
        case .subscription: ["user_id", "stripe_subscription_id", "status"]
        case .capacity: ["provider", "balance"]
        }
    }

    /// Tieout's own words in a column, for which an application may have others.
    public var words: [String: [String]] {
        switch self {
        case .checkout: ["status": ["created", "completed", "cancelled", "expired"]]
        case .purchase: ["status": ["pending", "completed", "failed", "cancelled"]]
        case .movement: ["type": ["purchase", "consume", "refund", "bonus", "adjustment"]]
        case .payment: ["status": ["succeeded", "failed", "pending", "cancelled"]]
        case .invoice: ["status": ["paid", "open", "draft", "uncollectible", "void", "payment_failed"]]
        case .user, .package, .balance, .subscription, .capacity: [:]
        }
    }
}
