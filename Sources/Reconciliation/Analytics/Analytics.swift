/// What the reports tell beside findings and totals: what was sold, what was not paid, what went back, what was missed
/// when, how long findings have been open, and what providers still serve. Added up in the ledger's database.
public struct Analytics: Hashable, Sendable, Codable {
    /// How many packages are told by name; the others are told together.
    public static let mostPackages: Int64 = 200

    /// Sales by day, currency and package, in this order.
    public var sales: [SalesOfDay] = []
    /// What failed to be paid, by why.
    public var failures: [FailuresOfCode] = []
    /// Refunds and disputes, by where they stand.
    public var returns: [ReturnsOfStatus] = []
    /// Purchases that were missed, by hour, day or month.
    public var missed = MissedPurchases()
    /// Stretches of time in which what was sold did not reach the ledger; nil where a run did not search for them.
    public var outages: Outages?
    /// Open findings, by when they were seen first.
    public var ages: [FindingsOfAge] = []
    /// Providers whose credits the application sells on; empty where the ledger keeps none.
    public var capacity: [ProviderCapacity] = []

    /// Nothing to tell.
    public init() {}

    /// Each way in which the sales by day and package are not those of the roll-forwards, in words; empty when they are.
    public func breaks(against tieOut: [TieOut]) -> [String] {
        let told = Set(sales.map(\.currency)).union(tieOut.map(\.currency))
        return told.sorted().flatMap { currency -> [String] in
            let rollForward = tieOut.first { $0.currency == currency }?.rollForward ?? RollForward()
            let sold = sales.filter { $0.currency == currency }
            return [
                ("purchases", sold.map(\.purchases), rollForward.purchases),
                ("what went back", sold.map(\.returned), rollForward.returned),
            ].compactMap { name, lines, expected in
                let sum = lines.reduce(TieOut.Line(), +)
                guard sum != expected else { return nil }
                let amounts = [sum, expected].map { Money(minorUnits: $0.amountMinor, currency).description }
                return "\(currency): \(name) by package add up to \(sum.count) worth \(amounts[0]), "
                    + "and to \(expected.count) worth \(amounts[1]) in the roll-forward"
            }
        }
    }
}

/// What was sold of a package in one currency on one day, and what went back on it.
public struct SalesOfDay: Hashable, Sendable, Codable {
    /// The line of the tie-out that it is a part of.
    public typealias Line = TieOut.Line

    /// `2026-11-23`, in the report's time zone.
    public var day: String
    /// The package; empty where the sources name none or disagree, nil for the packages that are told together.
    public var package: String?
    /// The currency.
    public var currency: Currency
    /// Paid on that day.
    public var purchases: Line
    /// Refunds and lost disputes of that day, counted one by one.
    public var returned: Line

    /// Sales of those figures.
    public init(day: String, package: String?, currency: Currency, purchases: Line, returned: Line = Line()) {
        (self.day, self.package, self.currency) = (day, package, currency)
        (self.purchases, self.returned) = (purchases, returned)
    }
}

/// Payments that failed alike.
public struct FailuresOfCode: Hashable, Sendable, Codable {
    /// `charge_failed`, `invoice_past_due`, `invoice_uncollectible` or `session_expired`.
    public var failure: String
    /// Stripe's code of a declined charge, or its reason for the bill.
    public var code: String
    /// The currency; nil where Stripe gives none.
    public var currency: Currency?
    /// How many.
    public var count: Int64
    /// What was to be paid, in minor units.
    public var amountMinor: Int64
    /// Of these, how many were paid by a later attempt.
    public var paidLaterCount: Int64
    /// What those came to, in minor units.
    public var paidLaterMinor: Int64

    /// Failures of those figures.
    public init(
        failure: String,
        code: String,
        currency: Currency?,
        count: Int64,
        amountMinor: Int64,
        paidLaterCount: Int64 = 0,
        paidLaterMinor: Int64 = 0
    ) {
        (self.failure, self.code, self.currency) = (failure, code, currency)
        (self.count, self.amountMinor) = (count, amountMinor)
        (self.paidLaterCount, self.paidLaterMinor) = (paidLaterCount, paidLaterMinor)
    }
}

/// Refunds or disputes of one status.
public struct ReturnsOfStatus: Hashable, Sendable, Codable {
    /// `refund` or `dispute`.
    public var kind: String
    /// Stripe's status.
    public var status: String
    /// The currency; nil where Stripe gives none.
    public var currency: Currency?
    /// How many.
    public var count: Int64
    /// Their amounts, in minor units.
    public var amountMinor: Int64
    /// The credits that go with what went back.
    public var credits: Int64
    /// Of these, what the ledger has taken back.
    public var takenBackCredits: Int64
    /// Of these, what buyers still have.
    public var owedCredits: Int64

    /// Returns of those figures.
    public init(
        kind: String,
        status: String,
        currency: Currency?,
        count: Int64,
        amountMinor: Int64,
        credits: Int64 = 0,
        takenBackCredits: Int64 = 0,
        owedCredits: Int64 = 0
    ) {
        (self.kind, self.status, self.currency) = (kind, status, currency)
        (self.count, self.amountMinor, self.credits) = (count, amountMinor, credits)
        (self.takenBackCredits, self.owedCredits) = (takenBackCredits, owedCredits)
    }
}

/// Open findings of one severity that a run saw first at one moment.
public struct FindingsOfAge: Hashable, Sendable, Codable {
    /// When a run saw them first.
    public var firstSeen: Instant
    /// How much they matter.
    public var severity: Severity
    /// How many.
    public var count: Int64

    /// Findings of those figures.
    public init(firstSeen: Instant, severity: Severity, count: Int64) {
        (self.firstSeen, self.severity, self.count) = (firstSeen, severity, count)
    }
}

/// What the application has of a provider, beside what its buyers hold.
public struct ProviderCapacity: Hashable, Sendable, Codable {
    /// The provider.
    public var provider: String
    /// The provider's credits that the application has.
    public var balance: Int64?
    /// Below which the application wants to be told.
    public var threshold: Int64?
    /// How many of the provider's credits serve one of the product's, as decimal text.
    public var ratio: String?
    /// The product's credits that buyers hold.
    public var outstandingCredits: Int64
    /// The provider's credits that serve all of these.
    public var needed: Int64?
    /// How many of the product's credits the balance serves.
    public var servableCredits: Int64?
    /// How many of the buyers' credits nothing stands behind.
    public var missingCredits: Int64?

    /// A provider of those figures.
    public init(
        provider: String,
        balance: Int64?,
        threshold: Int64?,
        ratio: String?,
        outstandingCredits: Int64,
        needed: Int64?,
        servableCredits: Int64?,
        missingCredits: Int64?
    ) {
        (self.provider, self.balance, self.threshold, self.ratio) = (provider, balance, threshold, ratio)
        (self.outstandingCredits, self.needed) = (outstandingCredits, needed)
        (self.servableCredits, self.missingCredits) = (servableCredits, missingCredits)
    }
}
