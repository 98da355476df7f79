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
    /// A buyer's id: text, in lower case where it is an e-mail address.
    case user
    /// Text in lower case: an e-mail address.
    case email
    /// Text in lower case: currencies, which Stripe writes so.
    case code
    /// Text that may be a Stripe id.
    case reference
    /// Credits: whole numbers, of the table's units.
    case credits
    /// Money in major units: decimal numbers, of the table's units.
    case amount
    case bigint
    case numeric
    case boolean
    case timestamptz
    case jsonb
    /// The number of the transaction that wrote a row.
    case writer
}

/// A column of a ledger view.
struct ViewColumn {
    let name: String
    let type: ViewColumnType
    /// The mapped column that it shows; its own name unless two columns show the same in different ways.
    let source: String
    /// What it is where the application has the table and no such column.
    let fallback: String?

    init(_ name: String, _ type: ViewColumnType = .text, of source: String? = nil, otherwise fallback: String? = nil) {
        self.name = name
        self.type = type
        self.source = source ?? name
        self.fallback = fallback
    }
}

extension LedgerView {
    /// The columns that a mapping may name: those that rules read, then those that posting alone writes.
    public var mappableColumns: [String] {
        let read = columns.filter { $0.source == $0.name }.map(\.name)
        let written = PostingView.allCases.filter { $0.source == self }.flatMap(\.columns)
        return read + written.filter { !read.contains($0) }
    }

    /// What rules may read. Columns are only ever added, at the end: `CREATE OR REPLACE VIEW` allows nothing else.
    var columns: [ViewColumn] {
        switch self {
        case .user: [.init("user_id", .user), .init("email", .email)]
        case .checkout:
            [
                .init("ledger_id"), .init("user_id", .user), .init("stripe_session_id"), .init("package_id"),
                .init("credits", .credits), .init("amount", .amount), .init("status"),
                .init("created_at", .timestamptz), .init("completed_at", .timestamptz),
                .init("expires_at", .timestamptz),
            ]
        case .purchase:
            [
                .init("ledger_id"), .init("user_id", .user), .init("package_id"), .init("credits", .credits),
                .init("amount", .amount), .init("status", otherwise: "completed"), .init("stripe_session_id"),
                .init("error_message"),
                .init("created_at", .timestamptz), .init("completed_at", .timestamptz),
                .init("stripe_payment_intent_id"),
            ]
        case .movement:
            [
                .init("ledger_id"), .init("user_id", .user), .init("type"), .init("credits", .credits),
                .init("balance_before", .credits), .init("balance_after", .credits), .init("reference_id", .reference),
                .init("metadata", .jsonb), .init("created_at", .timestamptz), .init("units", .numeric, of: "credits"),
            ]
        case .payment:
            [
                .init("ledger_id"), .init("stripe_payment_intent_id"), .init("amount", .amount),
                .init("currency", .code), .init("status"), .init("error_message"), .init("created_at", .timestamptz),
            ]
        case .invoice:
            [
                .init("ledger_id"), .init("stripe_invoice_id"), .init("stripe_subscription_id"),
                .init("amount_paid", .amount), .init("amount_due", .amount), .init("currency", .code),
                .init("status"), .init("billing_reason"), .init("created_at", .timestamptz),
            ]
        case .package:
            [
                .init("package_id"), .init("credits", .credits), .init("price", .amount), .init("stripe_price_id"),
                .init("is_active", .boolean), .init("updated_at", .timestamptz),
            ]
        case .balance:
            [
                .init("user_id", .user), .init("balance", .credits), .init("lifetime_earned", .credits),
                .init("units", .numeric, of: "balance"),
            ]
        case .subscription: [.init("user_id", .user), .init("stripe_subscription_id"), .init("status")]
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
        case .payment: ["ledger_id", "stripe_payment_intent_id", "status"]
        case .invoice: ["ledger_id", "stripe_invoice_id", "status"]
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
