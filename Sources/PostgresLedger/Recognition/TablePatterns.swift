extension TablePattern {
    /// What the tables of a credit ledger look like, by purpose.
    static let all = [balance, movement, purchase, checkout, payment, invoice, package, subscription, capacity]

    private static let keys: Set<CatalogType.Family> = [.text, .uuid, .integer]
    private static let number: Set<CatalogType.Family> = [.integer, .decimal]
    private static let word: Set<CatalogType.Family> = [.text, .enumeration]

    private static let createdAt = ColumnPattern(
        "created_at",
        [
            "created_at", "created", "created_on", "inserted_at", "purchased_at", "occurred_at", "timestamp", "ts",
            "date",
            "logged_at",
        ],
        [.time],
        weight: 2
    )
    private static let completedAt = ColumnPattern(
        "completed_at",
        ["completed_at", "paid_at", "fulfilled_at", "granted_at", "processed_at", "credited_at"],
        [.time],
        weight: 3
    )
    private static let status = ColumnPattern(
        "status",
        ["status", "state", "payment_status", "purchase_status"],
        word,
        weight: 8
    )
    private static let session = [
        "stripe_session_id", "stripe_checkout_session_id", "checkout_session_id", "stripe_checkout_id", "checkout_id",
        "session_id", "stripe_session", "stripe_id", "session", "cs",
    ]
    private static let paymentIntent = [
        "stripe_payment_intent_id", "payment_intent_id", "stripe_payment_intent", "payment_intent", "stripe_payment_id",
        "payment_id",
    ]
    private static let packageNames = [
        "package_id", "credit_package_id", "pack_id", "plan_id", "product_id", "bundle_id", "package", "pack", "plan",
        "sku", "package_name",
    ]
    private static let money = [
        "amount_paid_usd", "amount_paid", "amount_usd", "price_paid", "total_amount", "amount_total", "price_usd",
        "paid_amount", "price", "amount", "total", "amount_cents", "price_cents", "amount_paid_cents", "amount_minor",
    ]

    private static let balance = TablePattern(
        view: .balance,
        nameWords: [
            "balance": 20, "credit": 15, "wallet": 20, "token": 10, "point": 10, "account": 6, "profile": 5, "user": 5,
            "quota": 10,
        ],
        columns: [
            ColumnPattern(
                "balance",
                [
                    "balance", "current_balance", "credit_balance", "credits_balance", "credits", "available_credits",
                    "credits_available", "remaining_credits", "credits_remaining", "total_credits", "credit",
                    "wallet_balance", "token_balance", "tokens", "points", "balance_seconds", "seconds_balance",
                    "seconds_remaining", "balance_minutes", "minutes_remaining", "balance_cents", "credits_cents",
                    "available", "amount",
                ],
                number,
                weight: 25,
                isNeeded: true
            ),
            ColumnPattern(
                "lifetime_earned",
                ["lifetime_earned", "total_earned", "lifetime_credits", "lifetime_purchased", "total_purchased"],
                number,
                weight: 4
            ),
        ],
        buyers: .one
    )

    private static let movement = TablePattern(
        view: .movement,
        nameWords: [
            "transaction": 25, "ledger": 25, "journal": 25, "movement": 25, "history": 20, "entry": 20, "log": 8,
            "event": 8, "txn": 20, "credit": 10, "token": 6, "point": 6, "wallet": 6,
        ],
        columns: [
            ColumnPattern(
                "credits",
                [
                    "amount", "credits", "delta", "credits_delta", "credit_delta", "change", "credits_change",
                    "credit_change", "credit_amount", "credits_amount", "quantity", "qty", "points", "tokens", "units",
                    "value", "amount_seconds", "seconds", "minutes", "amount_credits", "credits_used",
                ],
                number,
                weight: 15,
                isNeeded: true
            ),
            ColumnPattern(
                "type",
                [
                    "type", "transaction_type", "kind", "movement_type", "entry_type", "txn_type", "tx_type",
                    "operation",
                    "action", "event_type", "category", "source", "reason",
                ],
                word,
                weight: 10
            ),
            ColumnPattern(
                "balance_before",
                ["balance_before", "previous_balance", "old_balance", "before"],
                number,
                weight: 5
            ),
            ColumnPattern(
                "balance_after",
                ["balance_after", "new_balance", "running_balance", "resulting_balance", "after"],
                number,
                weight: 8
            ),
            ColumnPattern(
                "reference_id",
                [
                    "reference_id", "reference", "ref_id", "ref", "external_reference", "external_ref", "external_id",
                    "idempotency_key", "payment_reference", "source_reference", "source_id", "related_id",
                ] + session + paymentIntent + ["stripe_event_id", "event_id", "stripe_charge_id", "charge_id"],
                keys,
                weight: 10
            ),
            ColumnPattern(
                "metadata",
                ["metadata", "meta", "details", "data", "extra", "context", "payload"],
                [.json],
                weight: 3
            ),
            createdAt,
        ],
        buyers: .several
    )

    private static let purchase = TablePattern(
        view: .purchase,
        nameWords: [
            "purchase": 30, "order": 25, "topup": 25, "top": 10, "recharge": 25, "sale": 15, "payment": 10,
            "credit": 10,
            "deposit": 15,
        ],
        columns: [
            ColumnPattern(
                "credits",
                [
                    "credits_purchased", "credits", "credit_amount", "credits_amount", "credits_added",
                    "credits_granted",
                    "purchased_credits", "amount_credits", "quantity", "tokens", "points", "units", "seconds",
                    "minutes",
                ],
                number,
                weight: 15,
                isNeeded: true
            ),
            ColumnPattern("stripe_session_id", session, [.text], weight: 10),
            ColumnPattern("stripe_payment_intent_id", paymentIntent, [.text], weight: 8),
            ColumnPattern("amount", money, number, weight: 8),
            ColumnPattern("currency", ["currency", "currency_code"], word, weight: 3),
            status,
            ColumnPattern("package_id", packageNames, keys, weight: 4),
            ColumnPattern("payment_method", ["payment_method", "payment_provider", "provider"], word, weight: 3),
            ColumnPattern(
                "stripe_customer_id",
                ["stripe_customer_id", "stripe_customer", "customer"],
                [.text],
                weight: 2
            ),
            ColumnPattern("error_message", ["error_message", "error", "failure_reason"], [.text], weight: 3),
            completedAt,
            createdAt,
        ],
        buyers: .several
    )

    private static let checkout = TablePattern(
        view: .checkout,
        nameWords: ["checkout": 35, "session": 20, "stripe": 5, "cart": 10, "intent": 5, "pending": 10],
        columns: [
            ColumnPattern("stripe_session_id", session + ["id"], [.text], weight: 15, isNeeded: true),
            ColumnPattern(
                "credits",
                ["credits", "credit_amount", "credits_amount", "credits_to_add", "quantity", "tokens", "points"],
                number,
                weight: 8
            ),
            ColumnPattern("amount", money, number, weight: 4),
            status,
            ColumnPattern("package_id", packageNames, keys, weight: 4),
            ColumnPattern("expires_at", ["expires_at", "expiration", "valid_until"], [.time], weight: 15),
            completedAt,
            createdAt,
        ],
        buyers: .any
    )

    private static let payment = TablePattern(
        view: .payment,
        nameWords: ["payment": 25, "log": 15, "stripe": 10, "charge": 10],
        columns: [
            ColumnPattern("stripe_payment_intent_id", paymentIntent, [.text], weight: 15, isNeeded: true),
            ColumnPattern("status", status.names, word, weight: 10, isNeeded: true),
            ColumnPattern("amount", money, number, weight: 8),
            ColumnPattern("currency", ["currency", "currency_code"], word, weight: 5),
            ColumnPattern("error_message", ["error_message", "error", "failure_reason"], [.text], weight: 3),
            ColumnPattern("metadata", ["metadata", "meta", "details", "data"], [.json], weight: 2),
            createdAt,
        ],
        buyers: .any
    )

    private static let invoice = TablePattern(
        view: .invoice,
        nameWords: ["invoice": 35, "log": 10, "stripe": 5],
        columns: [
            ColumnPattern(
                "stripe_invoice_id",
                ["stripe_invoice_id", "invoice_id", "stripe_id"],
                [.text],
                weight: 15,
                isNeeded: true
            ),
            ColumnPattern("status", status.names, word, weight: 8, isNeeded: true),
            ColumnPattern("amount_paid", ["amount_paid", "paid", "amount", "total"], number, weight: 8),
            ColumnPattern("amount_due", ["amount_due", "due"], number, weight: 5),
            ColumnPattern("currency", ["currency", "currency_code"], word, weight: 3),
            ColumnPattern(
                "stripe_subscription_id",
                ["stripe_subscription_id", "subscription_id", "subscription"],
                [.text],
                weight: 4
            ),
            ColumnPattern("billing_reason", ["billing_reason"], word, weight: 4),
            createdAt,
        ],
        buyers: .any
    )

    private static let package = TablePattern(
        view: .package,
        nameWords: [
            "package": 30, "pack": 30, "plan": 20, "product": 20, "bundle": 25, "tier": 15, "credit": 10, "price": 10,
            "offer": 15,
        ],
        columns: [
            ColumnPattern(
                "credits",
                [
                    "credits", "credit_amount", "credits_amount", "credits_included", "amount_credits", "quantity",
                    "tokens",
                    "points", "seconds", "minutes", "units",
                ],
                number,
                weight: 15,
                isNeeded: true
            ),
            ColumnPattern(
                "price",
                ["price_usd", "price", "amount_usd", "unit_price", "cost", "amount", "price_cents", "amount_cents"],
                number,
                weight: 10
            ),
            ColumnPattern(
                "stripe_price_id",
                ["stripe_price_id", "price_id", "stripe_price", "stripe_product_id"],
                [.text],
                weight: 10
            ),
            ColumnPattern("is_active", ["is_active", "active", "enabled", "available"], [.boolean], weight: 4),
            ColumnPattern("updated_at", ["updated_at", "modified_at"], [.time], weight: 2),
            ColumnPattern(
                "package_id",
                ["id"] + packageNames + ["slug", "code", "key"],
                keys,
                weight: 5,
                isNeeded: true
            ),
        ],
        buyers: .none
    )

    private static let subscription = TablePattern(
        view: .subscription,
        nameWords: ["subscription": 35, "membership": 15, "plan": 5],
        columns: [
            ColumnPattern(
                "stripe_subscription_id",
                ["stripe_subscription_id", "subscription_id", "stripe_id"],
                [.text],
                weight: 15,
                isNeeded: true
            ),
            ColumnPattern("status", status.names + ["subscription_status"], word, weight: 10, isNeeded: true),
        ],
        buyers: .any
    )

    private static let capacity = TablePattern(
        view: .capacity,
        nameWords: ["platform": 25, "provider": 20, "credit": 5],
        columns: [
            ColumnPattern("provider", ["provider", "provider_name", "vendor"], word, weight: 10, isNeeded: true),
            ColumnPattern(
                "balance",
                ["current_balance", "balance", "credits_remaining"],
                number,
                weight: 10,
                isNeeded: true
            ),
            ColumnPattern(
                "threshold",
                ["low_balance_threshold", "threshold", "minimum_balance"],
                number,
                weight: 15,
                isNeeded: true
            ),
            ColumnPattern("ratio", ["credit_ratio", "ratio", "credits_per_user_credit"], number, weight: 5),
        ],
        buyers: .none
    )
}
