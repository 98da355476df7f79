extension CorpusLedger {
    static let answerReadings: [String: CorpusReading] = [
        "boolean_false": CorpusReading(
            .sameButAWord,
            ["warning guard", "refuse trial_grant: from 7 to 7 instead of by 1; it returned false"]
        ),
        "returns_null": CorpusReading(
            [String].sameButAWord + ["failure: raises, not returnsNull"],
            ["warning guard", "refuse trial_grant: it returned NULL"]
        ),
        "json_success": CorpusReading(.sameButAWord, .unguarded),
        "json_refuses": CorpusReading(
            .sameButAWord,
            ["warning guard", "refuse trial_grant: account is frozen"]
        ),
        "json_error_after_writing": CorpusReading(
            .sameButAWord,
            [
                "warning guard",
                "refuse trial_grant: moved the balance as it should, but returned {\"error\": "
                    + "\"could not send the receipt\"}",
            ]
        ),
        "table_return": CorpusReading(
            [String].sameButAWord + ["failure: raises, not columnIsNotTrue(\"done\")"],
            .unguarded
        ),
        "row_return": CorpusReading(.sameButAWord, .unguarded),
        "payment_intent_reference": CorpusReading(
            [String].sameButAWord + [
                "function.p_reference: sessionID, not paymentIntentID"
            ],
            .unguarded
        ),
        "payment_intent_refused": CorpusReading(
            .sameButAWord,
            ["warning guard", "refuse trial_grant: reference cs_test_tieout_trial is no payment intent"]
        ),
        "event_reference": CorpusReading(
            [String].sameButAWord + [
                "function.p_reference: sessionID, not eventID"
            ],
            .unguarded
        ),
    ]

    static let misbehavingReadings: [String: CorpusReading] = [
        // One credit stays below its limit of 40: only the check of each grant sees it.
        "clamps": CorpusReading(.sameButAWord, .unguarded),
        "deducts": CorpusReading(
            .sameButAWord,
            ["warning guard", "refuse trial_grant: from 7 to 6 instead of by 1"]
        ),
        "trigger_doubles": CorpusReading(
            .sameButAWord,
            ["warning guard", "refuse trial_grant: from 7 to 9 instead of by 1"]
        ),
        "wrong_account": CorpusReading(
            .sameButAWord,
            ["warning guard", "refuse trial_grant: from 7 to 7 instead of by 1"]
        ),
        "referral_bonus": CorpusReading(
            .sameButAWord,
            ["warning guard", "refuse trial_grant: also wrote the balance of 1 other buyer"]
        ),
        "second_movement": CorpusReading(
            .sameButAWord,
            ["warning guard", "refuse trial_grant: wrote 2 movements, 1 of them"]
        ),
        "sweeps": CorpusReading(
            .sameButAWord,
            ["warning guard", "refuse trial_grant: deleted rows of public.accounts"]
        ),
        // The trial is of a buyer who has a balance: only the check of each grant sees it.
        "no_balance_row": CorpusReading(
            [String].sameButAWord + ["balance: public.accounts, not public.wallets"],
            .unguarded
        ),
        "raises": CorpusReading(
            .sameButAWord,
            ["warning guard", "refuse trial_grant: daily limit of 20 credits"]
        ),
        "raises_after_writing": CorpusReading(
            .sameButAWord,
            ["warning guard", "refuse trial_grant: mailer is not configured"]
        ),
        "cancelled": CorpusReading(
            .sameButAWord,
            ["warning guard", "refuse trial_grant: canceling statement due to user request"]
        ),
    ]

    static let notCallableReadings: [String: CorpusReading] = [
        "trigger_function": CorpusReading(
            [String].sameButAWord + [
                "function: public.add_user_credits(p_account: user, p_credits: credits, p_reference: "
                    + "sessionID), not public.update_user_credits"
            ],
            ["refuse function: is a trigger function", "warning guard"]
        ),
        "procedure": CorpusReading(
            [String].sameButAWord + [
                "function: public.add_user_credits(p_account: user, p_credits: credits, p_reference: "
                    + "sessionID), not public.give_credits"
            ],
            ["refuse function: is a procedure", "warning guard"]
        ),
        "overloads": CorpusReading(
            .sameButAWord,
            [
                "refuse function: both fit the mapped arguments",
                "warning overloads",
                "warning guard",
            ]
        ),
        "more_arguments": CorpusReading(
            [String].sameButAWord + [
                "asks: public.add_user_credits(uuid,integer,text,text) also needs p_tenant: say "
                    + "where it comes from under ledger.function.arguments."
            ],
            ["refuse function: needs p_tenant text, which has no default", "warning guard"]
        ),
        "unnamed_arguments": CorpusReading(
            [String].sameButAWord + [
                "function: public.add_user_credits(p_account: user, p_credits: credits, p_reference: "
                    + "sessionID), not public.topup"
            ],
            .unguarded
        ),
        "email_argument": CorpusReading(
            [String].sameButAWord + [
                "function: public.add_user_credits(p_account: user, p_credits: credits, p_reference: "
                    + "sessionID), not public.credit_by_email"
            ],
            .unguarded
        ),
    ]
}
