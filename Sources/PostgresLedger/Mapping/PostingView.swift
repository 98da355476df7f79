/// The relations that posting reads and writes: plain columns of the application's tables under Tieout's names, without
/// casts, so that PostgreSQL writes through them and the application's indexes and constraints serve.
enum PostingView: String, CaseIterable {
    case user = "posting_user"
    case balance = "posting_balance"
    case movement = "posting_movement"
    case purchase = "posting_purchase"
    case checkout = "posting_checkout"
    case payment = "posting_payment"
    case invoice = "posting_invoice"

    /// The view whose mapping says where the columns are.
    var source: LedgerView {
        switch self {
        case .user: .user
        case .balance: .balance
        case .movement: .movement
        case .purchase: .purchase
        case .checkout: .checkout
        case .payment: .payment
        case .invoice: .invoice
        }
    }

    /// What a column is that posting only reads, or that is not there; all others are the application's own.
    func type(of column: String) -> ViewColumnType {
        if column == Self.rowWriter { return .writer }
        let shown = source.columns.first { $0.name == column }?.type ?? .text
        switch shown {
        case .user: return .text
        case .reference, .jsonb: return self == .movement ? shown : .text
        default: return shown
        }
    }

    /// The number of the transaction that wrote the row, where the application's relation is a table.
    ///
    /// It is none of the application's columns and cannot be set: whoever may update it may lock the row, for which
    /// PostgreSQL asks for one column's right, and do nothing else.
    static let rowWriter = "row_writer"

    /// Columns that are none of the application's.
    var ownColumns: [String] { self == .balance || self == .movement ? [Self.rowWriter] : [] }

    /// Its columns, by the names that the mapping knows.
    var columns: [String] {
        switch self {
        case .user: ["user_id", "email"]
        case .balance: ["user_id", "balance"]
        case .movement: ["ledger_id", "user_id", "type", "credits", "reference_id", "metadata", "created_at"]
        case .purchase:
            [
                "ledger_id", "user_id", "package_id", "credits", "amount", "payment_method", "status",
                "stripe_session_id", "stripe_customer_id", "error_message", "completed_at", "created_at", "currency",
                "stripe_payment_intent_id",
            ]
        case .checkout: ["stripe_session_id", "status", "completed_at"]
        case .payment: ["stripe_payment_intent_id", "amount", "currency", "status", "metadata", "created_at"]
        case .invoice:
            [
                "stripe_invoice_id", "stripe_subscription_id", "amount_paid", "amount_due", "currency", "status",
                "billing_reason", "created_at",
            ]
        }
    }
}
