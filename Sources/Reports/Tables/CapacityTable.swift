import Reconciliation

extension RunResult {
    /// What the application has of its providers, beside what its buyers hold.
    var capacityTable: Table {
        var table = Table(
            title: "Capacity",
            caption: "Whether what was bought from providers can serve the credits that buyers hold",
            columns: [
                Column("provider", .text, "The provider"),
                Column(
                    "state",
                    .status,
                    "enough, low (below the threshold) or short (buyers hold more than it serves)"
                ),
                Column("balance", .integer, unit: "the provider's credits", "What the application has of it"),
                Column("threshold", .integer, unit: "the provider's credits", "Below which it wants to be told"),
                Column(
                    "ratio",
                    .text,
                    unit: "the provider's credits per credit",
                    "What one of the buyers' credits takes"
                ),
                Column("outstanding_credits", .integer, title: "Held by buyers", "Credits of all balances"),
                Column("needed", .integer, unit: "the provider's credits", "What would serve all of these"),
                Column("servable_credits", .integer, title: "Can be served", "Credits that the balance serves"),
                Column("missing_credits", .integer, title: "Not served", "Buyers' credits that nothing stands behind"),
            ],
            emptySentence: "The ledger keeps no credits of providers, so nothing can be said of them."
        )
        for provider in analytics.capacity {
            table.append([
                .text(provider.provider), provider.state, .integer(provider.balance), .integer(provider.threshold),
                .text(provider.ratio), .integer(provider.outstandingCredits), .integer(provider.needed),
                .integer(provider.servableCredits), .integer(provider.missingCredits),
            ])
        }
        return table
    }
}

extension ProviderCapacity {
    fileprivate var state: Cell {
        if let missingCredits, missingCredits > 0 { return .status("short", .bad) }
        guard let balance else { return .empty }
        if let threshold, balance < threshold { return .status("low", .attention) }
        return .status("enough", .good)
    }
}
