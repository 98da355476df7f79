import Reconciliation

extension RunResult {
    /// `grants.csv`: the grants that this run posted.
    var grantsTable: Table {
        var table = Table(
            title: "Grants",
            caption: "Credits that this run gave to buyers who had paid for them",
            columns: Self.grantColumns
        )
        for posted in grants {
            guard case .posted(let balanceBefore, let balanceAfter) = posted.outcome else { continue }
            let correction = posted.correction
            table.append([
                .id(correction.stripeID),
                .id(correction.userID),
                .text(correction.facts["package_id"]),
                .integer(correction.credits),
                .money(correction.amount?.minorUnits, correction.amount?.currency),
                .currency(correction.amount?.currency),
                .instant(correction.occurredAt),
                .instant(posted.postedAt),
                .integer(balanceBefore),
                .integer(balanceAfter),
                .text(posted.protection?.rawValue),
                .text(run.text),
            ])
        }
        return table
    }

    private static let grantColumns: [Column] = [
        Column("stripe_id", .id, title: "Session", "The checkout session that was paid"),
        Column("user_id", .id, title: "Buyer", "The buyer"),
        Column("package_id", .text, title: "Package", "The package that was sold"),
        Column("credits", .integer, "Credits that were given"),
        Column("amount", .money, "What was paid for them, in major units"),
        Column("currency", .text, "The currency of the amount"),
        Column("paid_at", .instant, title: "Paid (UTC)", "When it was paid at Stripe"),
        Column("granted_at", .instant, title: "Granted (UTC)", "When the credits were given, by the database's clock"),
        Column("balance_before", .integer, "The buyer's credits before"),
        Column("balance_after", .integer, "The buyer's credits after"),
        Column("protection", .text, "What keeps a late webhook from giving them again"),
        Column("run_id", .text, title: "Run", "The run that gave them"),
    ]
}
