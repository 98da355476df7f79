/// Where an application keeps its ledger: the table behind each view and the column behind each of its columns.
///
/// What is not mapped, or is mapped and not there, is a view of no rows or a column of NULLs; rules that need it find
/// nothing.
public struct LedgerMapping: Hashable, Sendable {
    /// The table behind each view; without one the view has no rows.
    public var tables: [LedgerView: MappedTable]

    /// A mapping to those tables.
    public init(tables: [LedgerView: MappedTable]) {
        self.tables = tables
    }
}

/// An application's table, and which of its columns holds what.
public struct MappedTable: Hashable, Sendable {
    /// Its schema, such as `public`.
    public var schema: String
    /// Its name, without the schema.
    public var name: String
    /// The table's column for each of the view's columns.
    public var columns: [String: String]

    /// A table of that name.
    ///
    /// - Parameters:
    ///   - columns: only those that the application calls otherwise than Tieout, or that no view shows.
    ///   - same: those that both call the same.
    public init(schema: String = "public", _ name: String, _ columns: [String: String], same: [String] = []) {
        self.schema = schema
        self.name = name
        self.columns = columns.merging(same.map { ($0, $0) }) { renamed, _ in renamed }
    }
}

extension LedgerMapping {
    /// The reference ledger.
    public static let reference = LedgerMapping(
        tables: [
            .user: MappedTable(schema: "auth", "users", ["user_id": "id"]),
            .checkout: MappedTable(
                "checkout_sessions",
                ["ledger_id": "id", "amount": "amount_usd"],
                same: [
                    "user_id", "stripe_session_id", "package_id", "credits", "status", "created_at", "completed_at",
                    "expires_at",
                ]
            ),
            .purchase: MappedTable(
                "user_credit_purchases",
                ["ledger_id": "id", "credits": "credits_purchased", "amount": "amount_paid_usd"],
                same: [
                    "user_id", "package_id", "payment_method", "status", "stripe_session_id", "stripe_customer_id",
                    "error_message", "created_at", "completed_at",
                ]
            ),
            .movement: MappedTable(
                "credit_transactions",
                ["ledger_id": "id", "credits": "amount"],
                same: ["user_id", "type", "balance_before", "balance_after", "reference_id", "metadata", "created_at"]
            ),
            .payment: MappedTable(
                "payment_logs",
                ["ledger_id": "id"],
                same: [
                    "stripe_payment_intent_id", "amount", "currency", "status", "error_message", "metadata",
                    "created_at",
                ]
            ),
            .invoice: MappedTable(
                "invoice_logs",
                ["ledger_id": "id"],
                same: [
                    "stripe_invoice_id", "stripe_subscription_id", "amount_paid", "amount_due", "currency", "status",
                    "billing_reason", "created_at",
                ]
            ),
            .package: MappedTable(
                "credit_packages",
                ["package_id": "id", "price": "price_usd"],
                same: ["credits", "stripe_price_id", "is_active", "updated_at"]
            ),
            .balance: MappedTable("user_credits", [:], same: ["user_id", "balance", "lifetime_earned"]),
            .capacity: MappedTable(
                "platform_credits",
                ["balance": "current_balance", "threshold": "low_balance_threshold", "ratio": "credit_ratio"],
                same: ["provider"]
            ),
        ]
    )
}
