extension CorpusLedger {
    static let presetReadings: [String: CorpusReading] = [
        "production": CorpusReading(
            .same,
            [
                "refuse evidence: carries a Stripe id",
                "warning callers",
                "warning search_path",
                "warning owner",
                "refuse trial_grant: column \"balance\" does not exist",
            ]
        ),
        "purchased_credits": CorpusReading(.same, .sound),
    ]

    static let identityReadings: [String: CorpusReading] = [
        "text_ids_integer": CorpusReading(
            [
                "not found: user, checkout, balance",
                "movement.created_at: nothing, not at",
                "balance read: movements, not column",
                "asks: No table has a row for every buyer by its name: write the one that does, and "
                    + "its key, under ledger.tables.user.",
            ],
            .unguarded
        ),
        "bigint_ids_boolean": CorpusReading(
            [
                "checkout words: none, not status completed=done",
                "movement.type: reason, not nothing",
                "function.p_reason: description, not literal(\"stripe\")",
            ],
            .unguarded
        ),
        "email_ids": CorpusReading(
            [
                "not found: function",
                "user.email: email, not nothing",
                "movement.metadata: nothing, not comment",
                "plans only: noEvidence",
            ],
            .sound
        ),
        "mixed_case": CorpusReading(
            ["checkout words: none, not status completed=COMPLETE"],
            .sound
        ),
        "nine_arguments": CorpusReading(
            [
                "not found: checkout, function",
                "user.email: nothing, not mail",
                "purchase.amount: nothing, not cents",
                "purchase.stripe_session_id: nothing, not checkout",
                "purchase words: status completed=PAID status failed=FAILED, not status "
                    + "completed=PAID status failed=FAILED status pending=NEW",
                "purchase amounts: major, not minor",
                "movement.created_at: nothing, not at",
                "movement.type: nothing, not what",
                "movement words: none, not type purchase=TOPUP",
                "plans only: noFunction",
            ],
            .sound
        ),
    ]

    static let unitReadings: [String: CorpusReading] = [
        "seconds": CorpusReading(
            [
                "not found: user, checkout, balance, function",
                "purchase: public.offers, not nothing",
                "movement.reference_id: nothing, not source",
                "movement words: none, not type consume=call type purchase=topup",
                "movement units: 1, not 60",
                "balance read: movements, not column",
                "asks: public.offers.minutes seems to count minutes: write how many of them one "
                    + "credit is as ledger.tables.purchase.units_per_credit, and the same for the function.",
                "asks: public.usage_log.seconds seems to count seconds: write how many of them one "
                    + "credit is as ledger.tables.movement.units_per_credit, and the same for the function.",
                "asks: No table has a row for every buyer by its name: write the one that does, and "
                    + "its key, under ledger.tables.user.",
                "plans only: noFunction",
            ],
            .unguarded
        ),
        "fractions": CorpusReading(
            [
                "not found: user, checkout, movement, balance, function",
                "user id: uuid, not text",
                "plans only: noEvidence",
            ],
            .unguarded
        ),
        "sum_of_journal": CorpusReading(
            [
                "not found: user, checkout, movement, function",
                "balance read: column, not movements",
                "user id: uuid, not bigint",
                "plans only: noEvidence",
            ],
            .unguarded
        ),
        "balance_function": CorpusReading(
            [
                "not found: user, checkout, movement, function",
                "balance read: column, not public.gems_of(p_player)",
                "user id: uuid, not bigint",
                "plans only: noEvidence",
            ],
            .unguarded
        ),
        "sets_balance": CorpusReading(
            [
                "not found: user, checkout, purchase, balance, function",
                "user id: uuid, not text",
                "plans only: noEvidence",
            ],
            ["refuse trial_grant: from 7 to 1 instead of by 1"]
        ),
        "sets_new_balance": CorpusReading(
            [
                "not found: user, checkout, purchase, balance, function",
                "user id: uuid, not text",
                "plans only: noEvidence",
            ],
            .sound
        ),
    ]

    static let logReadings: [String: CorpusReading] = [
        "uuid_reference": CorpusReading(.same, .sound),
        "uuid_mismapped": CorpusReading(
            [
                "function.p_reference: sessionUUID, not sessionID"
            ],
            ["refuse function: cannot take session_id"]
        ),
        "purchase_trigger": CorpusReading(
            ["not found: checkout, purchase, function", "plans only: noEvidence"],
            ["refuse trial_grant: writing the purchase moved the balance again, from 8 to 9"]
        ),
        "function_writes_purchase": CorpusReading(
            ["not found: checkout, purchase, function", "plans only: noEvidence"],
            .sound
        ),
    ]
}
