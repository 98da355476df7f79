/// What became of the paid credit purchases of a period, in one currency: money and credits side by side.
///
/// Every paid purchase is in exactly one line, so what is paid ties out to what the ledger shows plus what is explained.
public struct TieOut: Hashable, Sendable, Codable {
    /// Purchases that ended up alike.
    public struct Line: Hashable, Sendable, Codable {
        /// How many.
        public var count: Int64 = 0
        /// What was paid for them, in minor units.
        public var amountMinor: Int64 = 0
        /// The credits that were promised.
        public var credits: Int64 = 0

        /// A line of those figures.
        public init(count: Int64 = 0, amountMinor: Int64 = 0, credits: Int64 = 0) {
            self.count = count
            self.amountMinor = amountMinor
            self.credits = credits
        }

        /// The sum of two lines of one currency.
        public static func + (left: Line, right: Line) -> Line {
            Line(
                count: left.count + right.count,
                amountMinor: left.amountMinor + right.amountMinor,
                credits: left.credits + right.credits
            )
        }

        /// The difference of two lines of one currency.
        public static func - (left: Line, right: Line) -> Line {
            Line(
                count: left.count - right.count,
                amountMinor: left.amountMinor - right.amountMinor,
                credits: left.credits - right.credits
            )
        }
    }

    /// The currency; blocks of two currencies never add.
    public var currency: Currency
    /// Paid at Stripe.
    public var paid: Line
    /// Granted by the application's webhook handler.
    public var granted: Line
    /// Granted by Tieout, in this run or an earlier one.
    public var grantedByTieout: Line
    /// Left out by a named reason, such as refunded before any grant.
    public var excluded: Line
    /// Waiting: a correction is planned or held.
    public var waiting: Line
    /// Open findings that need a person.
    public var found: Line
    /// The same purchases as movements from an opening to a closing, by day.
    public var rollForward: RollForward

    /// A block of those lines.
    public init(
        currency: Currency,
        paid: Line = Line(),
        granted: Line = Line(),
        grantedByTieout: Line = Line(),
        excluded: Line = Line(),
        waiting: Line = Line(),
        found: Line = Line(),
        rollForward: RollForward = RollForward()
    ) {
        self.currency = currency
        self.paid = paid
        self.granted = granted
        self.grantedByTieout = grantedByTieout
        self.excluded = excluded
        self.waiting = waiting
        self.found = found
        self.rollForward = rollForward
    }

    /// Paid minus granted: what the books differ by before anything is explained.
    public var difference: Line { paid - granted - grantedByTieout }

    /// What no line explains; anything but zero is a broken invariant.
    public var unreconciled: Line { difference - excluded - waiting - found }

    /// Each way in which the figures do not add up, in words; empty when they do.
    public var breaks: [String] {
        var breaks = rollForward.breaks(in: currency, paid: paid.count)
        if unreconciled != Line() {
            let amount = Money(minorUnits: unreconciled.amountMinor, currency)
            breaks.append("\(unreconciled.count) paid purchases worth \(amount) are in no line of the tie-out")
        }
        return breaks
    }
}
