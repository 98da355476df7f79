/// A currency's sales told as movements: opening, what came in, what went back, closing; and what the ledger shows of it.
///
/// The opening holds the sales from before the period that the run examined: open items, and parents of what went back.
/// The figures of each line are summed up by themselves, so that ``breaks`` can say which do not agree.
public struct RollForward: Hashable, Sendable, Codable {
    /// A line of the tie-out: purchases, minor units and credits.
    public typealias Line = TieOut.Line

    /// The movements of one day in the report's time zone.
    public struct Day: Hashable, Sendable, Codable {
        /// `2026-11-23`.
        public var date: String
        /// Paid on that day.
        public var purchases = Line()
        /// Refunds and lost disputes of that day; counted one by one.
        public var returned = Line()
        /// What the ledger shows of that day's purchases.
        public var ledger = Line()

        /// A day of those movements.
        public init(date: String, purchases: Line = Line(), returned: Line = Line(), ledger: Line = Line()) {
            (self.date, self.purchases, self.returned, self.ledger) = (date, purchases, returned, ledger)
        }
    }

    /// Paid before the period, less what had gone back by then.
    public var opening = Line()
    /// Paid in the period.
    public var purchases = Line()
    /// Refunds and lost disputes of the period; counted one by one, they take no purchase away.
    public var returned = Line()
    /// What a charge says went back after the cut-off.
    public var returnedAfterCutOff = Line()
    /// What should stand at the end, as the match has it.
    public var expectedClosing = Line()
    /// What the ledger shows of the opening's sales.
    public var ledgerOpening = Line()
    /// What the ledger shows: credits given and not taken back, and the money that goes with them.
    public var ledgerClosing = Line()
    /// Of the difference: a grant is planned or held.
    public var waiting = Line()
    /// Of the difference: an open finding that needs a person.
    public var found = Line()
    /// Of the difference: left out by a named reason.
    public var excluded = Line()
    /// Of the difference: credits that were taken back although the money, or a part of it, stayed.
    public var takenBack = Line()
    /// Paid after the cut-off and known already; in no other line.
    public var paidAfterCutOff = Line()
    /// The days of the period on which something moved, in their order.
    public var days: [Day] = []

    /// A roll-forward in which nothing moved.
    public init() {}

    /// Opening and movements added up.
    public var computedClosing: Line {
        opening + purchases - returned.withoutCount - returnedAfterCutOff.withoutCount
    }
    /// What should stand at the end less what the ledger shows.
    public var difference: Line { expectedClosing - ledgerClosing }
    /// What nothing explains; anything but zero is a broken invariant.
    public var unreconciled: Line { difference - waiting - found - excluded - takenBack }

    /// Each way in which the figures do not agree, in words; empty when they do.
    ///
    /// - Parameters:
    ///   - currency: theirs.
    ///   - paid: how many paid purchases the tie-out has.
    public func breaks(in currency: Currency, paid: Int64) -> [String] {
        var breaks: [String] = []
        func require(_ left: Line, _ right: Line, _ words: String) {
            guard left != right else { return }
            breaks.append("\(currency): \(words): \(left.words(currency)) and not \(right.words(currency))")
        }
        require(computedClosing, expectedClosing, "opening and movements do not add up to the closing")
        require(days.sum(\.purchases), purchases, "the purchases of the days do not add up to the period's")
        require(days.sum(\.returned), returned, "what went back on the days does not add up to the period's")
        require(ledgerOpening + days.sum(\.ledger), ledgerClosing, "the ledger's days do not add up to its closing")
        require(unreconciled, Line(), "the ledger's closing differs by what nothing explains")
        let told = opening.count + purchases.count + paidAfterCutOff.count
        if told != paid {
            breaks.append("\(currency): \(paid) purchases are paid, \(told) are in the roll-forward")
        }
        return breaks
    }
}

extension TieOut.Line {
    /// The line where it counts no purchases.
    fileprivate var withoutCount: Self { Self(amountMinor: amountMinor, credits: credits) }

    fileprivate func words(_ currency: Currency) -> String {
        "\(count) purchases, \(Money(minorUnits: amountMinor, currency)), \(credits) credits"
    }
}

extension [RollForward.Day] {
    fileprivate func sum(_ line: KeyPath<RollForward.Day, TieOut.Line>) -> TieOut.Line {
        reduce(TieOut.Line()) { $0 + $1[keyPath: line] }
    }
}
