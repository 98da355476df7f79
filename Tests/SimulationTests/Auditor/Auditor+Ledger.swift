import StripeSimulator

/// What concerns the ledger alone, or what it keeps beside the sales.
extension Auditor {
    /// What is found of a subscription: the application has another status for it.
    mutating func judge(_ subscription: Subscription) {
        guard let row = rows.subscriptions.first(where: { $0.subscription == subscription.id }) else {
            return end("subscription", subscription.id, "not_in_ledger")
        }
        // One status in two spellings.
        let status = row.status == "cancelled" ? "canceled" : row.status
        if status != subscription.status { find("subscription_drift", subscription.id, "low") }
        end("subscription", subscription.id, "matched")
    }

    /// Balances that are not the sum of the buyer's movements, where the journal knows them from their first credit on.
    mutating func judgeBalances() {
        guard !rows.balances.isEmpty else { return }
        let withoutOne = rows.users.filter { user in !rows.balances.contains { $0.user == user } }
        for balance in rows.balances + withoutOne.map({ BalanceRow(user: $0, credits: 0) }) {
            let movements = rows.movements.filter { $0.user == balance.user }
            guard let first = movements.compactMap(\.createdAt).min(),
                movements.contains(where: { $0.createdAt == first && $0.balanceBefore == 0 })
            else { continue }
            let sum = movements.reduce(0) { $0 + $1.credits }
            if balance.credits != sum {
                find("balance_drift", balance.user, "medium", credits: balance.credits - sum)
            }
        }
    }

    /// Providers whose credits cannot serve what the buyers hold, or are below their threshold.
    mutating func judgeProviders() {
        let outstanding = rows.balances.reduce(0) { $0 + $1.credits }
        for provider in rows.providers {
            let tenths = provider.ratioInTenths ?? 0
            // Tenths of provider credits that nothing stands behind.
            let missing = outstanding * tenths - provider.balance * 10
            let isBelow = provider.threshold.map { provider.balance < $0 } ?? false
            guard tenths > 0 && missing > 0 || isBelow else { continue }
            // A credit that is served in part is not served.
            let unserved = tenths > 0 && missing > 0 ? (missing + tenths - 1) / tenths : 0
            find("platform_capacity_low", provider.name, "high", credits: unserved)
        }
    }
}
