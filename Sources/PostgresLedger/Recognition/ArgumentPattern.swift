/// What arguments of one meaning are called, and of which types they are.
struct ArgumentPattern {
    let source: ArgumentSource
    /// Their names without what tells an argument from a column, the commonest first.
    let names: Set<String>
    let families: Set<CatalogType.Family>

    init(_ source: ArgumentSource, _ names: Set<String>, _ families: Set<CatalogType.Family>) {
        self.source = source
        self.names = names
        self.families = families
    }

    /// The patterns in the order in which they are tried; a meaning is given to one argument only.
    static let all: [ArgumentPattern] = [
        ArgumentPattern(
            .user,
            [
                "user_id", "user", "userid", "uid", "user_uuid", "account_id", "account", "profile_id", "owner_id",
                "member_id", "member", "recipient_id", "customer_id", "customer", "client_id", "subscriber", "owner",
                "buyer", "buyer_id", "who", "id",
            ],
            [.uuid, .integer, .text]
        ),
        ArgumentPattern(.user, ["email", "user_email", "customer_email"], [.text]),
        ArgumentPattern(.newBalance, ["balance", "new_balance", "credit_balance"], numbers),
        ArgumentPattern(
            .credits,
            [
                "credits", "credit_amount", "credits_amount", "amount_of_credits", "credits_to_add", "amount_to_add",
                "credit_delta", "credits_delta", "delta", "change", "points", "tokens", "quantity", "qty", "count",
                "num_credits", "number_of_credits", "units", "seconds", "minutes", "credits_purchased", "added_credits",
                "purchased_credits", "to_add", "increment", "increment_by", "coins",
            ],
            numbers
        ),
        ArgumentPattern(
            .amountMinor,
            [
                "amount_cents", "price_cents", "amount_minor", "cents", "paid_cents", "amount_paid_cents",
                "amount_total",
            ],
            [.integer]
        ),
        ArgumentPattern(
            .amountDecimal,
            ["amount_usd", "price_usd", "amount_paid_usd", "amount_paid", "price_paid", "price", "paid", "usd"],
            [.decimal]
        ),
        ArgumentPattern(.amountMinor, ["amount_paid", "price_paid", "price", "paid"], [.integer]),
        ArgumentPattern(
            .paymentIntentID,
            [
                "payment_intent_id", "stripe_payment_intent_id", "payment_intent", "stripe_payment_intent",
                "stripe_payment_id", "payment_id", "intent", "intent_id",
            ],
            [.text]
        ),
        ArgumentPattern(.eventID, ["event_id", "stripe_event_id", "webhook_event_id", "stripe_event"], [.text]),
        ArgumentPattern(.chargeID, ["charge_id", "stripe_charge_id", "charge"], [.text]),
        ArgumentPattern(.invoiceID, ["invoice_id", "stripe_invoice_id", "invoice"], [.text]),
        ArgumentPattern(.customerID, ["stripe_customer_id", "stripe_customer", "customer"], [.text]),
        ArgumentPattern(
            .packageID,
            ["package_id", "credit_package_id", "pack_id", "plan_id", "product_id", "package", "pack", "plan", "sku"],
            [.text, .uuid, .integer]
        ),
        ArgumentPattern(.sessionID, session, [.text]),
        ArgumentPattern(.sessionUUID, session, [.uuid]),
        ArgumentPattern(.currency, ["currency", "currency_code"], [.text]),
        ArgumentPattern(
            .metadata,
            ["metadata", "meta", "data", "details", "extra", "payload", "context", "info"],
            [.json]
        ),
        ArgumentPattern(
            .type,
            [
                "type", "transaction_type", "kind", "tx_type", "txn_type", "entry_type", "movement_type", "source",
                "action", "operation", "category", "event_type",
            ],
            [.text, .enumeration]
        ),
        ArgumentPattern(
            .description,
            ["description", "desc", "note", "notes", "memo", "reason", "comment", "message", "details", "label"],
            [.text]
        ),
        // What is left of `amount` is credits, or money where the credits have an argument of their own.
        ArgumentPattern(.credits, ["amount", "value", "n", "num"], numbers),
        ArgumentPattern(.amountMinor, ["amount"], [.integer]),
        ArgumentPattern(.amountDecimal, ["amount"], [.decimal]),
    ]

    private static let numbers: Set<CatalogType.Family> = [.integer, .decimal]

    private static let session: Set<String> = [
        "session_id", "stripe_session_id", "checkout_session_id", "stripe_checkout_session_id", "checkout_id",
        "session", "checkout",
        "reference_id", "reference", "ref", "ref_id", "external_id", "external_reference", "external_ref",
        "idempotency_key", "stripe_id", "source_id", "payment_reference", "payment_ref", "related_id",
        "transaction_ref", "transaction_id", "order_id", "stripe_session", "key",
    ]
}
