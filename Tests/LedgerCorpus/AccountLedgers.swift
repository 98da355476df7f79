import PostgresLedger

/// Ledgers of one shape, whose functions differ: accounts with a balance, a journal with a reference, checkouts.
extension LedgerMapping {
    static func accounts(
        _ function: String = "add_user_credits",
        _ arguments: [String: ArgumentSource] = [
            "p_account": .user, "p_credits": .credits, "p_reference": .sessionID,
        ],
        failureSign: FailureSign = .raises,
        balance: MappedTable = MappedTable("accounts", ["user_id": "id", "balance": "credits"])
    ) -> LedgerMapping {
        LedgerMapping(
            tables: [
                .user: MappedTable("accounts", ["user_id": "id"], same: ["email"]),
                .balance: balance,
                .movement: MappedTable(
                    "credit_events",
                    ["ledger_id": "id", "user_id": "account_id", "type": "kind", "reference_id": "reference"],
                    same: ["credits", "created_at"],
                    words: ["type": ["consume": ["usage"]]]
                ),
                .checkout: MappedTable(
                    "stripe_checkouts",
                    ["ledger_id": "session_id", "user_id": "account_id", "stripe_session_id": "session_id"],
                    same: ["credits"]
                ),
            ],
            function: GrantingFunction(
                FunctionName(function),
                arguments.sorted { $0.key < $1.key }.map { FunctionArgument($0.key, $0.value) },
                failureSign: failureSign
            )
        )
    }
}

extension CorpusLedger {
    /// How functions answer.
    static let answers = [
        CorpusLedger(
            "boolean_false",
            PackageResources.boolean_false_sql,
            .accounts(failureSign: .returnsFalse),
            .rolledBack("from 7 to 7 instead of by 50; it returned false")
        ),
        CorpusLedger(
            "returns_null",
            PackageResources.returns_null_sql,
            .accounts(failureSign: .returnsNull),
            .rolledBack("from 7 to 7 instead of by 50; it returned NULL")
        ),
        CorpusLedger(
            "json_success",
            PackageResources.json_success_sql,
            .accounts(failureSign: .memberIsNotTrue("success")),
            .granted(balance: "57")
        ),
        CorpusLedger(
            "json_refuses",
            PackageResources.json_refuses_sql,
            .accounts(failureSign: .memberIsNotTrue("success")),
            .rolledBack("account is frozen")
        ),
        CorpusLedger(
            "json_error_after_writing",
            PackageResources.json_error_after_writing_sql,
            .accounts(failureSign: .memberIsPresent("error")),
            .rolledBack("could not send the receipt")
        ),
        CorpusLedger(
            "table_return",
            PackageResources.table_return_sql,
            .accounts(failureSign: .columnIsNotTrue("done")),
            .granted(balance: "57")
        ),
        CorpusLedger("row_return", PackageResources.row_return_sql, .accounts(), .granted(balance: "57")),
        CorpusLedger(
            "payment_intent_reference",
            PackageResources.payment_intent_reference_sql,
            .accounts(arguments: .paymentIntentID),
            .granted(balance: "57")
        ),
        CorpusLedger(
            "payment_intent_refused",
            PackageResources.payment_intent_refused_sql,
            .accounts(),
            .rolledBack("reference cs_test_A is no payment intent")
        ),
        CorpusLedger(
            "event_reference",
            PackageResources.event_reference_sql,
            .accounts(arguments: .eventID),
            .granted(balance: "57")
        ),
    ]

    /// Functions that do something else than to give the credits.
    static let misbehaving = [
        CorpusLedger("clamps", PackageResources.clamps_sql, .accounts(), .rolledBack("from 7 to 40 instead of by 50")),
        CorpusLedger("deducts", PackageResources.deducts_sql, .accounts(), .rolledBack("from 7 to 0 instead of by 50")),
        CorpusLedger(
            "trigger_doubles",
            PackageResources.trigger_doubles_sql,
            .accounts(),
            .rolledBack("from 7 to 107 instead of by 50")
        ),
        CorpusLedger(
            "wrong_account",
            PackageResources.wrong_account_sql,
            .accounts(),
            .rolledBack("from 7 to 7 instead of by 50")
        ),
        CorpusLedger(
            "referral_bonus",
            PackageResources.referral_bonus_sql,
            .accounts(),
            .rolledBack("also wrote the balance of 1 other buyer")
        ),
        CorpusLedger(
            "second_movement",
            PackageResources.second_movement_sql,
            .accounts(),
            .rolledBack("wrote 2 movements, 1 of them")
        ),
        CorpusLedger(
            "sweeps",
            PackageResources.sweeps_sql,
            .accounts(),
            .rolledBack("deleted rows of public.accounts")
        ),
        CorpusLedger(
            "no_balance_row",
            PackageResources.no_balance_row_sql,
            .accounts(balance: MappedTable("wallets", ["user_id": "account_id", "balance": "credits"])),
            .rolledBack("the buyer has no balance")
        ),
        CorpusLedger("raises", PackageResources.raises_sql, .accounts(), .rolledBack("daily limit of 20 credits")),
        CorpusLedger(
            "raises_after_writing",
            PackageResources.raises_after_writing_sql,
            .accounts(),
            .rolledBack("mailer is not configured")
        ),
        CorpusLedger("cancelled", PackageResources.cancelled_sql, .accounts(), .rolledBack("57014")),
    ]

    /// Functions that cannot be called as they are mapped.
    static let notCallable = [
        CorpusLedger(
            "trigger_function",
            PackageResources.trigger_function_sql,
            .accounts("update_user_credits", [:]),
            .refused("update_user_credits() is a trigger function")
        ),
        CorpusLedger(
            "procedure",
            PackageResources.procedure_sql,
            .accounts("give_credits"),
            .refused("give_credits(uuid,integer,text) is a procedure")
        ),
        CorpusLedger(
            "overloads",
            PackageResources.overloads_sql,
            .accounts(),
            .refused("both fit the mapped arguments")
        ),
        CorpusLedger(
            "more_arguments",
            PackageResources.more_arguments_sql,
            .accounts(),
            .refused("needs p_tenant text, which has no default and to which nothing is mapped")
        ),
        CorpusLedger(
            "unnamed_arguments",
            PackageResources.unnamed_arguments_sql,
            .accounts("topup", ["$1": .user, "$2": .credits, "$3": .sessionID]),
            .granted(balance: "57")
        ),
        CorpusLedger(
            "email_argument",
            PackageResources.email_argument_sql,
            .accounts("credit_by_email", ["p_email": .email, "p_credits": .credits, "p_reference": .sessionID]),
            .granted(balance: "57")
        ),
    ]
}

extension LedgerMapping {
    /// The same with another source for the reference.
    fileprivate static func accounts(arguments reference: ArgumentSource) -> LedgerMapping {
        .accounts("add_user_credits", ["p_account": .user, "p_credits": .credits, "p_reference": reference])
    }
}
