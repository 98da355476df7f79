import StripeSimulator

/// Sources that speak of a paid session and disagree.
extension Auditor {
    /// A completed purchase row that holds another amount than was paid; the first by its key where there are several.
    mutating func findAmountMismatch(_ facts: SessionFacts) {
        guard let total = facts.session.amountTotal, let currency = facts.session.currency else { return }
        let wrong = facts.completed.filter { !MinorUnits.agrees($0.amount, with: total, currency) }
        guard let first = wrong.min(by: { $0.number < $1.number }) else { return }
        find(
            "amount_mismatch",
            facts,
            "high",
            credits: facts.promise.credits,
            recorded: MinorUnits.minor(of: first.amount, currency)
        )
    }

    /// The charge is in another currency than the page, and nothing says that the buyer was shown that one.
    mutating func findCurrencyMismatch(_ facts: SessionFacts) {
        guard let charge = facts.charges.last, let currency = facts.session.currency else { return }
        guard charge.currency != currency, !facts.session.wasShown(in: charge.currency) else { return }
        find("currency_mismatch", facts, "high", credits: facts.promise.credits, recorded: nil)
    }

    /// Two packages are named, or the amount before discount and tax is not the package's price.
    mutating func findPackageMismatch(_ facts: SessionFacts) {
        // Refunded before any grant: nothing is owed, so nothing can be wrong about it.
        guard !facts.grants.isEmpty || !facts.isFullyRefunded else { return }
        let promise = facts.promise
        if let price = promise.price, let asked = facts.session.askedInCents, price != asked {
            find(
                "package_mismatch",
                facts.session.id,
                "high",
                credits: promise.credits,
                expected: price,
                recorded: asked,
                in: "usd"
            )
        } else if promise.packagesDisagree {
            find("package_mismatch", facts.session.id, "high", credits: promise.credits, in: facts.session.currency)
        }
    }
}

extension CheckoutSession {
    /// Whether the buyer saw, or the seller asked, that other currency.
    func wasShown(in other: String) -> Bool {
        presentment?.currency == other || currencyConversion.said("source_currency") == other
    }

    /// What the seller asked before discount and tax, in US cents; nil in other currencies.
    var askedInCents: Int64? {
        if let source = currencyConversion.said("source_currency") {
            return source == "usd" ? currencyConversion.said("amount_subtotal").flatMap(Int64.init) : nil
        }
        return currency == "usd" ? amountSubtotal : nil
    }
}
