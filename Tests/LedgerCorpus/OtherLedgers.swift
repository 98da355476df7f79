import PostgresLedger

extension CorpusLedger {
    /// The presets whose SQL is not the reference ledger's own.
    static let presets = [
        CorpusLedger(
            "production",
            PackageResources.production_sql,
            .production,
            balance: "SELECT max(current_balance)::text AS balance FROM user_credits WHERE user_id::text LIKE 'a%'",
            .refused("no movement and no purchase of the ledger can carry a Stripe id")
        ),
        CorpusLedger(
            "purchased_credits",
            PackageResources.purchased_credits_sql,
            .purchasedCredits,
            balance: "SELECT max(balance)::text AS balance FROM user_credits WHERE user_id::text LIKE 'a%'",
            .granted(balance: "57")
        ),
    ]

    /// What identifies a buyer.
    static let identities = [
        CorpusLedger(
            "text_ids_integer",
            PackageResources.text_ids_integer_sql,
            LedgerMapping(
                tables: [
                    .user: MappedTable("wallets", ["user_id": "owner"]),
                    .balance: MappedTable("wallets", ["user_id": "owner", "balance": "coins"]),
                    .movement: MappedTable(
                        "coin_log",
                        [
                            "ledger_id": "entry", "user_id": "owner", "credits": "delta",
                            "reference_id": "stripe_session", "created_at": "at",
                        ]
                    ),
                    .checkout: MappedTable(
                        "orders",
                        [
                            "ledger_id": "session", "user_id": "owner", "stripe_session_id": "session",
                            "credits": "coins",
                        ]
                    ),
                ],
                userIDType: .text,
                function: GrantingFunction(
                    FunctionName("add_coins"),
                    [
                        FunctionArgument("who", .user), FunctionArgument("amount", .credits),
                        FunctionArgument("session", .sessionID),
                    ]
                )
            ),
            anna: "user_anna",
            boris: "user_boris",
            balance: "SELECT coins::text AS balance FROM wallets WHERE owner = 'user_anna'",
            .granted(balance: "57")
        ),
        CorpusLedger(
            "bigint_ids_boolean",
            PackageResources.bigint_ids_boolean_sql,
            LedgerMapping(
                tables: [
                    .user: MappedTable("members", ["user_id": "id"]),
                    .balance: MappedTable("members", ["user_id": "id", "balance": "points"]),
                    .movement: MappedTable(
                        "point_history",
                        ["ledger_id": "id", "user_id": "member_id", "credits": "points", "reference_id": "reference"]
                    ),
                    .checkout: MappedTable(
                        "checkouts",
                        [
                            "ledger_id": "id", "user_id": "member_id", "stripe_session_id": "cs", "credits": "points",
                            "status": "state",
                        ],
                        words: ["status": ["completed": ["done"]]]
                    ),
                ],
                userIDType: .bigint,
                function: GrantingFunction(
                    FunctionName("increment_credits"),
                    [
                        FunctionArgument("p_member", .user), FunctionArgument("p_points", .credits),
                        FunctionArgument("p_reason", .literal("stripe")), FunctionArgument("p_reference", .sessionID),
                    ],
                    failureSign: .returnsFalse
                )
            ),
            anna: "41",
            boris: "42",
            balance: "SELECT points::text AS balance FROM members WHERE id = 41",
            .granted(balance: "57")
        ),
        CorpusLedger(
            "email_ids",
            PackageResources.email_ids_sql,
            LedgerMapping(
                tables: [
                    .user: MappedTable("customers", ["user_id": "email"]),
                    .balance: MappedTable("customers", ["user_id": "email", "balance": "credit_balance"]),
                    .movement: MappedTable(
                        "credit_ledger",
                        [
                            "ledger_id": "id", "user_id": "customer_email", "credits": "change", "metadata": "comment",
                        ]
                    ),
                    .checkout: MappedTable(
                        "sessions",
                        ["ledger_id": "id", "user_id": "customer_email", "stripe_session_id": "id"],
                        same: ["credits"]
                    ),
                ],
                userIDType: .email,
                function: GrantingFunction(
                    FunctionName("give"),
                    [
                        FunctionArgument("customer", .user), FunctionArgument("credits", .credits),
                        FunctionArgument("comment", .sessionID),
                    ]
                )
            ),
            anna: "anna@example.com",
            boris: "boris@example.com",
            balance: "SELECT credit_balance::text AS balance FROM customers WHERE email = 'Anna@Example.com'",
            .granted(balance: "57")
        ),
        CorpusLedger(
            "mixed_case",
            PackageResources.mixed_case_sql,
            LedgerMapping(
                tables: [
                    .user: MappedTable("User", ["user_id": "id"]),
                    .balance: MappedTable("User", ["user_id": "id", "balance": "creditBalance"]),
                    .movement: MappedTable(
                        "CreditEntry",
                        [
                            "ledger_id": "id", "user_id": "userId", "type": "kind", "credits": "amount",
                            "reference_id": "stripePaymentIntentId", "created_at": "createdAt",
                        ],
                        words: ["type": ["purchase": ["PURCHASE"], "consume": ["SPEND"]]]
                    ),
                    .checkout: MappedTable(
                        "Checkout",
                        ["ledger_id": "id", "user_id": "userId", "stripe_session_id": "id"],
                        same: ["credits", "status"],
                        words: ["status": ["completed": ["COMPLETE"]]]
                    ),
                ],
                userIDType: .text,
                function: GrantingFunction(
                    FunctionName("addCredits"),
                    [
                        FunctionArgument("userId", .user), FunctionArgument("amount", .credits),
                        FunctionArgument("kind", .type), FunctionArgument("intent", .paymentIntentID),
                    ],
                    failureSign: .returnsFalse
                )
            ),
            anna: "clm_anna",
            boris: "clm_boris",
            balance: "SELECT \"creditBalance\"::text AS balance FROM \"User\" WHERE id = 'clm_anna'",
            .granted(balance: "57")
        ),
        CorpusLedger(
            "nine_arguments",
            PackageResources.nine_arguments_sql,
            LedgerMapping(
                tables: [
                    .user: MappedTable(schema: "billing", "users", ["user_id": "uid", "email": "mail"]),
                    .balance: MappedTable(schema: "billing", "balances", ["user_id": "uid", "balance": "amount"]),
                    .movement: MappedTable(
                        schema: "billing",
                        "journal",
                        [
                            "ledger_id": "id", "user_id": "uid", "credits": "delta", "type": "what", "metadata": "meta",
                            "created_at": "at",
                        ],
                        words: ["type": ["purchase": ["TOPUP"]]]
                    ),
                    .purchase: MappedTable(
                        schema: "billing",
                        "orders",
                        [
                            "ledger_id": "id", "user_id": "uid", "credits": "units", "amount": "cents",
                            "currency": "currency", "status": "state", "stripe_session_id": "checkout",
                            "created_at": "created",
                        ],
                        words: ["status": ["pending": ["NEW"], "completed": ["PAID"], "failed": ["FAILED"]]],
                        amountUnit: .minor
                    ),
                    .checkout: MappedTable(
                        schema: "billing",
                        "carts",
                        ["ledger_id": "id", "user_id": "uid", "stripe_session_id": "checkout", "credits": "units"]
                    ),
                ],
                function: GrantingFunction(
                    FunctionName(schema: "billing", "book"),
                    [
                        FunctionArgument("uid", .user), FunctionArgument("units", .credits),
                        FunctionArgument("what", .type), FunctionArgument("charge", .chargeID),
                        FunctionArgument("intent", .paymentIntentID), FunctionArgument("cents", .amountMinor),
                        FunctionArgument("paid", .amountDecimal), FunctionArgument("currency", .currency),
                        FunctionArgument("meta", .metadata),
                    ],
                    failureSign: .columnIsNotTrue("ok")
                )
            ),
            balance: "SELECT amount::text AS balance FROM billing.balances WHERE uid::text LIKE 'a%'",
            .granted(balance: "57")
        ),
    ]

    /// What a balance is counted in and where it is read.
    static let units = [
        CorpusLedger(
            "seconds",
            PackageResources.seconds_sql,
            LedgerMapping(
                tables: [
                    .user: MappedTable("subscribers", ["user_id": "id"]),
                    .balance: MappedTable(
                        "subscribers",
                        ["user_id": "id", "balance": "seconds_left"],
                        unitsPerCredit: 60
                    ),
                    .movement: MappedTable(
                        "usage_log",
                        [
                            "ledger_id": "id", "user_id": "subscriber", "type": "kind", "credits": "seconds",
                            "reference_id": "source",
                        ],
                        words: ["type": ["purchase": ["topup"], "consume": ["call"]]],
                        unitsPerCredit: 60
                    ),
                    .checkout: MappedTable(
                        "offers",
                        [
                            "ledger_id": "session", "user_id": "subscriber", "stripe_session_id": "session",
                            "credits": "minutes",
                        ]
                    ),
                ],
                userIDType: .text,
                function: GrantingFunction(
                    FunctionName("add_time"),
                    [
                        FunctionArgument("subscriber", .user), FunctionArgument("seconds", .credits),
                        FunctionArgument("source", .sessionID), FunctionArgument("kind", .type),
                    ],
                    unitsPerCredit: 60
                )
            ),
            anna: "anna",
            boris: "boris",
            balance: "SELECT seconds_left::text AS balance FROM subscribers WHERE id = 'anna'",
            .granted(balance: "3425")
        ),
        CorpusLedger(
            "fractions",
            PackageResources.fractions_sql,
            LedgerMapping(
                tables: [
                    .user: MappedTable("credit_accounts", ["user_id": "holder"]),
                    .balance: MappedTable("credit_accounts", ["user_id": "holder", "balance": "available"]),
                    .movement: MappedTable(
                        "entries",
                        ["ledger_id": "id", "user_id": "holder", "credits": "amount", "reference_id": "ref"]
                    ),
                    .checkout: MappedTable(
                        "intents",
                        ["ledger_id": "session", "user_id": "holder", "stripe_session_id": "session"],
                        same: ["credits"]
                    ),
                ],
                userIDType: .text,
                function: GrantingFunction(
                    FunctionName("deposit"),
                    [
                        FunctionArgument("p_holder", .user), FunctionArgument("p_amount", .credits),
                        FunctionArgument("p_ref", .sessionID),
                    ]
                )
            ),
            anna: "anna",
            boris: "boris",
            balance: "SELECT available::text AS balance FROM credit_accounts WHERE holder = 'anna'",
            .granted(balance: "57.2500")
        ),
        CorpusLedger(
            "sum_of_journal",
            PackageResources.sum_of_journal_sql,
            .gems(.movements),
            anna: "1",
            boris: "2",
            balance: gems,
            .granted(balance: "57")
        ),
        CorpusLedger(
            "balance_function",
            PackageResources.balance_function_sql,
            .gems(.function(FunctionName("gems_of"), argument: "p_player")),
            anna: "1",
            boris: "2",
            balance: gems,
            .granted(balance: "57")
        ),
        CorpusLedger(
            "sets_balance",
            PackageResources.sets_balance_sql,
            .people(.credits),
            anna: "anna",
            boris: "boris",
            balance: people,
            .rolledBack("from 7 to 50 instead of by 50")
        ),
        CorpusLedger(
            "sets_new_balance",
            PackageResources.sets_new_balance_sql,
            .people(.newBalance),
            anna: "anna",
            boris: "boris",
            balance: people,
            .granted(balance: "57")
        ),
    ]

    private static let gems: Statement = "SELECT sum(gems)::text AS balance FROM gem_entries WHERE player = 1"
    private static let people: Statement = "SELECT credits::text AS balance FROM people WHERE id = 'anna'"

    /// What is kept of a grant, and by whom.
    static let logs = [
        CorpusLedger(
            "uuid_reference",
            PackageResources.uuid_reference_sql,
            .uuidReference(.sessionUUID),
            balance: credits,
            .granted(balance: "57")
        ),
        CorpusLedger(
            "uuid_mismapped",
            PackageResources.uuid_mismapped_sql,
            .uuidReference(.sessionID),
            balance: credits,
            .refused("p_reference of public.grant_credits is of type uuid, which cannot take session_id")
        ),
        CorpusLedger(
            "purchase_trigger",
            PackageResources.purchase_trigger_sql,
            .profiles(
                ["status": "status", "stripe_session_id": "session"],
                GrantingFunction(
                    FunctionName("add_credits"),
                    [FunctionArgument("p_profile", .user), FunctionArgument("p_credits", .credits)]
                )
            ),
            balance: profiles,
            .rolledBack("writing the purchase moved the balance again, from 57 to 107")
        ),
        CorpusLedger(
            "function_writes_purchase",
            PackageResources.function_writes_purchase_sql,
            .profiles(
                ["stripe_payment_intent_id": "intent"],
                GrantingFunction(
                    FunctionName("buy"),
                    [
                        FunctionArgument("p_profile", .user), FunctionArgument("p_credits", .credits),
                        FunctionArgument("p_intent", .paymentIntentID),
                    ]
                )
            ),
            balance: profiles,
            .granted(balance: "57")
        ),
    ]

    private static let credits: Statement =
        "SELECT balance::text AS balance FROM credit_balances WHERE user_id::text LIKE 'a%'"
    private static let profiles: Statement = "SELECT credits::text AS balance FROM profiles WHERE id::text LIKE 'a%'"
}

extension LedgerMapping {
    fileprivate static func gems(_ balance: BalanceReading) -> LedgerMapping {
        LedgerMapping(
            tables: [
                .user: MappedTable("players", ["user_id": "id"]),
                .movement: MappedTable(
                    "gem_entries",
                    ["ledger_id": "id", "user_id": "player", "credits": "gems", "reference_id": "stripe_id"]
                ),
                .checkout: MappedTable(
                    "gem_orders",
                    ["ledger_id": "session", "user_id": "player", "stripe_session_id": "session", "credits": "gems"]
                ),
            ],
            userIDType: .bigint,
            function: GrantingFunction(
                FunctionName("add_gems"),
                [
                    FunctionArgument("player", .user), FunctionArgument("gems", .credits),
                    FunctionArgument("stripe_id", .sessionID),
                ]
            ),
            balance: balance
        )
    }

    fileprivate static func people(_ amount: ArgumentSource) -> LedgerMapping {
        LedgerMapping(
            tables: [
                .user: MappedTable("people", ["user_id": "id"]),
                .balance: MappedTable("people", ["user_id": "id", "balance": "credits"]),
                .purchase: MappedTable(
                    "receipts",
                    ["ledger_id": "no", "user_id": "person", "stripe_payment_intent_id": "payment"],
                    same: ["credits"]
                ),
                .checkout: MappedTable(
                    "sales",
                    ["ledger_id": "id", "user_id": "person", "stripe_session_id": "id"],
                    same: ["credits"]
                ),
            ],
            userIDType: .text,
            function: GrantingFunction(
                FunctionName("set_user_credits"),
                [FunctionArgument("person", .user), FunctionArgument("credits", amount)],
                failureSign: .returnsFalse
            )
        )
    }

    fileprivate static func uuidReference(_ reference: ArgumentSource) -> LedgerMapping {
        LedgerMapping(
            tables: [
                .user: MappedTable("users", ["user_id": "id"]),
                .balance: MappedTable("credit_balances", [:], same: ["user_id", "balance"]),
                .movement: MappedTable(
                    "credit_movements",
                    ["ledger_id": "reference", "credits": "amount", "reference_id": "reference"],
                    same: ["user_id"]
                ),
                .purchase: MappedTable(
                    "purchases",
                    ["ledger_id": "id", "stripe_session_id": "session"],
                    same: ["user_id", "credits"]
                ),
                .checkout: MappedTable(
                    "carts",
                    ["ledger_id": "id", "stripe_session_id": "id"],
                    same: ["user_id", "credits"]
                ),
            ],
            function: GrantingFunction(
                FunctionName("grant_credits"),
                [
                    FunctionArgument("p_user", .user), FunctionArgument("p_amount", .credits),
                    FunctionArgument("p_reference", reference),
                ]
            )
        )
    }

    fileprivate static func profiles(_ purchase: [String: String], _ function: GrantingFunction) -> LedgerMapping {
        LedgerMapping(
            tables: [
                .user: MappedTable("profiles", ["user_id": "id"]),
                .balance: MappedTable("profiles", ["user_id": "id", "balance": "credits"]),
                .purchase: MappedTable(
                    "purchases",
                    ["ledger_id": "id", "user_id": "profile", "credits": "credits"].merging(purchase) { $1 }
                ),
                .checkout: MappedTable(
                    "carts",
                    ["ledger_id": "id", "user_id": "profile", "stripe_session_id": "id"],
                    same: ["credits"]
                ),
            ],
            function: function
        )
    }
}
