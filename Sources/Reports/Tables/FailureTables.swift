import Reconciliation

extension RunResult {
    /// What failed to be paid, by why.
    var failuresTable: Table {
        var table = Table(
            title: "Failures by code",
            caption: "What failed to be paid, and why. Lines are not to be added: a declined charge may be that of an "
                + "invoice that is past due",
            columns: [
                Column("failure", .text, title: "What failed", "A charge, an invoice or a checkout page"),
                Column("code", .text, "Stripe's failure_code of charges, its billing_reason of invoices"),
                Column("currency", .text, "The currency of the amounts"),
                Column("count", .integer, title: "How many", "How many failed so"),
                Column("amount", .money, "What was to be paid by them"),
                Column(
                    "paid_later",
                    .integer,
                    title: "Paid later",
                    "How many of them were paid by another charge of the same payment"
                ),
                Column("amount_paid_later", .money, "What was to be paid by those"),
                Column("unpaid", .integer, title: "Not paid", "How many were not"),
                Column("amount_unpaid", .money, "What was to be paid by those"),
            ],
            emptySentence: "Nothing failed to be paid."
        )
        for failures in analytics.failures {
            table.append([
                .text(failures.words), .text(failures.code.replacing("_", with: " ")), .currency(failures.currency),
                .integer(failures.count), .money(failures.amountMinor, failures.currency),
                .integer(failures.paidLaterCount), .money(failures.paidLaterMinor, failures.currency),
                .integer(failures.count - failures.paidLaterCount),
                .money(failures.amountMinor - failures.paidLaterMinor, failures.currency),
            ])
        }
        return table
    }

    /// Refunds and disputes, by where they stand.
    var returnsTable: Table {
        var table = Table(
            title: "Money back",
            caption: "Refunds and disputes by their status at Stripe, and whether the credits went back with the money",
            columns: [
                Column("return", .text, title: "What", "Refunds or disputes"),
                Column("status", .status, "Stripe's status"),
                Column("currency", .text, "The currency of the amount"),
                Column("count", .integer, title: "How many", "Refunds or disputes of that status"),
                Column("amount", .money, "What is refunded or disputed by them"),
                Column(
                    "credits",
                    .integer,
                    title: "Credits that go with it",
                    "Of granted sales whose money went back, in proportion"
                ),
                Column("taken_back_credits", .integer, title: "Taken back", "Of these, what the ledger took back"),
                Column("owed_credits", .integer, title: "Still owed", "Of these, what buyers still have"),
            ],
            emptySentence: "Nothing was refunded or disputed."
        )
        for returns in analytics.returns {
            table.append([
                .text(returns.kind + "s"), .status(returns.status), .currency(returns.currency),
                .integer(returns.count), .money(returns.amountMinor, returns.currency), .integer(returns.credits),
                .integer(returns.takenBackCredits), .integer(returns.owedCredits),
            ])
        }
        return table
    }
}

extension FailuresOfCode {
    /// What failed, in words.
    fileprivate var words: String {
        switch failure {
        case "charge_failed": "charge failed"
        case "invoice_past_due": "invoice past due"
        case "invoice_uncollectible": "invoice given up"
        case "session_expired": "checkout page expired"
        default: failure.replacing("_", with: " ")
        }
    }
}
