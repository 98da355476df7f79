import PostgresLedger
import Reconciliation
import StripeAPI

/// Whether packages cost at Stripe what they cost in the ledger. A run does not ask: it reads no prices.
struct PriceCheck {
    let ledger: PostgresLedger
    let stripe: StripeClient

    /// How many prices are read at most, one request each.
    private static let limit = 50

    /// Reads the prices that active packages name, and compares; whatever it sees is no more than a warning.
    func run() async throws -> Check {
        let packages = try await ledger.pricedPackages(first: Int64(Self.limit + 1))
        guard !packages.isEmpty else { return .ok(.packagePrices, "no active package names a price of Stripe's") }
        var differences: [String] = []
        do throws(StripeError) {
            for package in packages.prefix(Self.limit) {
                if let difference = try await difference(of: package) { differences.append(difference) }
            }
        } catch {
            return Self.notLookedAt(error)
        }
        let scope = packages.count > Self.limit ? "of the first \(Self.limit) packages " : ""
        guard !differences.isEmpty else {
            return .ok(.packagePrices, scope + "each active package with a Stripe price costs what Stripe says")
        }
        return .warning(
            .packagePrices,
            scope + differences.joined(separator: "; "),
            remedy: "Buyers pay Stripe's price: correct the package's price, or the id of the price that it names."
        )
    }

    private static func notLookedAt(_ error: StripeError) -> Check {
        guard case .missingPermission(let permission, _) = error else {
            return .warning(.packagePrices, "not looked at: \(error)", remedy: "Run doctor again.")
        }
        return .warning(
            .packagePrices,
            "not looked at: the key may not read prices" + (permission.map { " (\($0))" } ?? ""),
            remedy: "Give it the right in Stripe's Dashboard, if you want them compared; a run does without."
        )
    }

    /// What Stripe says otherwise about a package; nil when it agrees.
    private func difference(of package: PricedPackage) async throws(StripeError) -> String? {
        do {
            return Self.difference(of: package, from: try await stripe.price(id: package.priceID))
        } catch .invalidRequest(let sentence) {
            return "\(package.id): \(sentence)"
        } catch .unusableObject(let object) {
            return "\(package.id): \(object)"
        }
    }

    static func difference(of package: PricedPackage, from price: Price?) -> String? {
        guard let price else { return "\(package.id): Stripe has no price \(package.priceID)" }
        var said: [String] = []
        if let kept = package.keptPrice {
            let amount = price.unitAmount.map { Money(minorUnits: $0, price.currency) }
            if amount == nil || amount != package.price {
                let own = package.price?.description ?? "\(kept) \(Currency.usd)"
                said.append("costs \(amount?.description ?? "no fixed amount") at Stripe and \(own) in the ledger")
            }
        }
        if !price.isActive { said.append("is not active") }
        if price.isRecurring { said.append("is recurring, not paid once") }
        return said.isEmpty ? nil : "\(package.id): \(price.id) \(said.list)"
    }
}
