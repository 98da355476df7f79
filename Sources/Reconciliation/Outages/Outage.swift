/// A stretch of time in which what Stripe told did not reach the ledger.
public struct Outage: Hashable, Sendable, Codable {
    /// What was the matter, as far as ledger, events and endpoints tell.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// Nothing answered: Stripe could not deliver the events.
        case endpointDown = "endpoint_down"
        /// Every endpoint for the event is switched off, and Stripe delivers nothing.
        case endpointDisabled = "endpoint_disabled"
        /// The handler took the events and answered that all is well, and the ledger shows nothing.
        case handlerFailing = "handler_failing"
        /// The handler tried, the database refused, and the purchase rows say with which words.
        case constraint
        /// What other events told arrived all the while.
        case oneEventType = "one_event_type"
        /// Stripe keeps events for 30 days, so nothing says any more whether they were delivered.
        case unknown
    }

    /// An edge of it, as far as it is known: it lies between two moments.
    public struct Edge: Hashable, Sendable, Codable {
        /// The first moment that is possible.
        public var from: Instant
        /// The last one.
        public var to: Instant
        /// Whether it lies outside of what was examined: the outage was there before, or goes on.
        public var isOpen = false

        /// An edge between two moments.
        public init(from: Instant, to: Instant, isOpen: Bool = false) {
            (self.from, self.to, self.isOpen) = (from, to, isOpen)
        }
    }

    /// When it began: after the last that arrived, and no later than the first that was missed.
    public var began: Edge
    /// When it ended: after the last that was missed, and no later than the first that arrived again.
    public var ended: Edge
    /// What was missed, by source.
    public var sources: [ArrivalSource]
    /// What was the matter.
    public var kind: Kind
    /// Whom it hurt, and what became of it.
    public var damage: OutageDamage

    /// An outage with those edges.
    public init(
        began: Edge,
        ended: Edge,
        sources: [ArrivalSource],
        kind: Kind = .unknown,
        damage: OutageDamage = OutageDamage()
    ) {
        (self.began, self.ended, self.sources, self.kind, self.damage) = (began, ended, sources, kind, damage)
    }

    /// What has to be examined to mend it: from the last that arrived before to the first that arrived after. All that was
    /// missed lies in it.
    public var period: Period {
        guard let period = try? Period(since: began.from, cutOff: max(ended.to, ended.from + 1, began.from + 1)) else {
            preconditionFailure("an outage ends after it began")
        }
        return period
    }

    /// Whether what happened then was in its reach.
    func contains(_ instant: Instant) -> Bool { began.to <= instant && instant <= ended.from }
}

/// Whom an outage hurt, and what became of it.
public struct OutageDamage: Hashable, Sendable, Codable {
    /// Money and credits of one currency.
    public typealias Line = TieOut.Line

    /// What was missed, whatever became of it, by ``ArrivalSource``.
    public var missed: [String: Int64] = [:]
    /// Purchases that the ledger still shows nothing of.
    public var waiting: Int64 = 0
    /// Purchases that were granted late: by one of Stripe's retries, or by a person.
    public var late: Int64 = 0
    /// Purchases that Tieout has granted.
    public var mended: Int64 = 0
    /// Runs that granted them, with the moment of each's last grant; in order of time.
    public var mendedBy: [String: Instant] = [:]
    /// How many buyers paid and got nothing at the time.
    public var buyers: Int64 = 0
    /// What they paid and were promised, by the currency's code.
    public var purchases: [String: Line] = [:]
    /// Purchases of which the ledger has a failed row.
    public var failed: Int64 = 0
    /// What those rows say, with how often; the first twenty texts.
    public var messages: [String: Int64] = [:]
    /// Purchases that never arrived although Stripe counts their event as delivered.
    public var delivered: Int64 = 0
    /// Purchases whose event waits for delivery, or was given up.
    public var undelivered: Int64 = 0

    /// No damage.
    public init() {}

    /// Purchases that were missed at their time.
    public var sales: Int64 { missed(of: .session) }

    /// What was missed of a source.
    public func missed(of source: ArrivalSource) -> Int64 { missed[source.rawValue] ?? 0 }

    /// Money and credits, in the order of the currencies' codes.
    public var lines: [(currency: Currency, line: Line)] {
        purchases.sorted { $0.key < $1.key }.compactMap { code, line in Currency(code).map { ($0, line) } }
    }
}
