/// Ledgers that are met often enough to have a name.
public enum LedgerPreset: String, CaseIterable, Sendable {
    /// The reference ledger.
    case reference
    /// The reference application's own production schema: a ledger without any Stripe id on movements and purchases.
    case production
    /// Balances and purchases with Stripe ids, no journal, and `add_purchased_credits(user, credits)`.
    case purchasedCredits = "purchased_credits"

    /// Its mapping.
    public var mapping: LedgerMapping {
        switch self {
        case .reference: .reference
        case .production: .production
        case .purchasedCredits: .purchasedCredits
        }
    }
}

extension LedgerMapping {
    /// The reference ledger.
    public static let reference = LedgerMapping(
        tables: [
            .user: .referenceUsers,
            .checkout: .referenceCheckouts,
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
            .package: .referencePackages,
            .balance: MappedTable("user_credits", [:], same: ["user_id", "balance", "lifetime_earned"]),
            .capacity: MappedTable(
                "platform_credits",
                ["balance": "current_balance", "threshold": "low_balance_threshold", "ratio": "credit_ratio"],
                same: ["provider"]
            ),
        ],
        function: .referenceFunction
    )

    /// The reference application's own production schema: `current_balance`, `transaction_type` and `credits_used`, and
    /// no Stripe id on a purchase or a movement. It is planned for and never posted to.
    public static let production = LedgerMapping(
        tables: [
            .user: .referenceUsers,
            .checkout: .referenceCheckouts,
            .purchase: MappedTable(
                "user_credit_purchases",
                ["ledger_id": "id", "credits": "credits_purchased", "amount": "amount_paid_usd"],
                same: ["user_id", "package_id", "payment_method", "status", "created_at", "completed_at"]
            ),
            .movement: MappedTable(
                "credit_transactions",
                ["ledger_id": "id", "type": "transaction_type", "credits": "credits_used"],
                same: ["user_id", "created_at"]
            ),
            .package: .referencePackages,
            .balance: MappedTable("user_credits", ["balance": "current_balance"], same: ["user_id"]),
        ],
        function: .referenceFunction
    )

    /// `add_purchased_credits(user, credits)` over balances and purchases; the purchases carry the session.
    public static let purchasedCredits = LedgerMapping(
        tables: [
            .user: .referenceUsers,
            .checkout: .referenceCheckouts,
            .purchase: MappedTable(
                "credit_purchases",
                ["ledger_id": "id"],
                same: [
                    "user_id", "package_id", "credits", "amount", "currency", "status", "stripe_session_id",
                    "stripe_payment_intent_id", "created_at", "completed_at",
                ]
            ),
            .package: .referencePackages,
            .balance: MappedTable("user_credits", [:], same: ["user_id", "balance"]),
        ],
        function: GrantingFunction(
            FunctionName("add_purchased_credits"),
            [FunctionArgument("p_user_id", .user), FunctionArgument("p_credits", .credits)]
        )
    )
}

extension MappedTable {
    fileprivate static let referenceUsers = MappedTable(schema: "auth", "users", ["user_id": "id"], same: ["email"])

    fileprivate static let referenceCheckouts = MappedTable(
        "checkout_sessions",
        ["ledger_id": "id", "amount": "amount_usd"],
        same: [
            "user_id", "stripe_session_id", "package_id", "credits", "status", "created_at", "completed_at",
            "expires_at",
        ]
    )

    fileprivate static let referencePackages = MappedTable(
        "credit_packages",
        ["package_id": "id", "price": "price_usd"],
        same: ["credits", "stripe_price_id", "is_active", "updated_at"]
    )
}

extension GrantingFunction {
    fileprivate static let referenceFunction = GrantingFunction(
        FunctionName("update_user_credits"),
        [
            FunctionArgument("p_user_id", .user), FunctionArgument("p_amount", .credits),
            FunctionArgument("p_type", .type), FunctionArgument("p_description", .description),
            FunctionArgument("p_reference_id", .sessionID), FunctionArgument("p_metadata", .metadata),
        ]
    )
}
