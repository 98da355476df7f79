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
    /// What rules may read. Columns are only ever added, at the end: `CREATE OR REPLACE VIEW` allows nothing else.
    var columns: [ViewColumn] {
        switch self {
        case .user: [.init("user_id")]
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
