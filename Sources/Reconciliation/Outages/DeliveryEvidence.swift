/// What Stripe itself says of its deliveries, beside what the ledger shows.
public struct DeliveryEvidence: Hashable, Sendable {
    /// An event that no endpoint has taken, or not all of them.
    public struct UndeliveredEvent: Hashable, Sendable {
        /// Such as `checkout.session.completed`.
        public var type: String
        /// When it happened.
        public var created: Instant

        /// An event of that type and moment.
        public init(type: String, created: Instant) { (self.type, self.created) = (type, created) }
    }

    /// Events with `delivery_success=false`, oldest first.
    public var undelivered: [UndeliveredEvent]
    /// Whether every endpoint for the events that grant is disabled; nil where endpoints could not be looked at.
    public var isDisabled: Bool?
    /// The first moment of which Stripe still keeps events.
    public var eventsKeptSince: Instant

    /// For how long Stripe keeps events.
    public static let keeps = 30 * Int64.day
    /// What has waited for less may be on its way.
    public static let waitsAtLeast = Int64.hour

    /// That evidence; nothing undelivered and nothing disabled unless said.
    public init(undelivered: [UndeliveredEvent] = [], isDisabled: Bool? = nil, eventsKeptSince: Instant) {
        self.undelivered = undelivered.sorted { $0.created < $1.created }
        (self.isDisabled, self.eventsKeptSince) = (isDisabled, eventsKeptSince)
    }

    /// Events of those types that were to tell of something from the first moment to the last.
    func undelivered(_ types: Set<String>, from first: Instant, to last: Instant) -> [UndeliveredEvent] {
        undelivered.filter { types.contains($0.type) && first <= $0.created && $0.created <= last }
    }
}

/// Something that was missed at its time, as far as an outage's damage needs it.
public struct MissedArrival: Hashable, Sendable {
    /// What became of it.
    public enum Fate: Hashable, Sendable {
        /// The ledger shows nothing of it.
        case waiting
        /// It arrived by itself, that many seconds late.
        case late(Int64)
        /// Tieout wrote it.
        case mended(by: String, at: Instant)
    }

    /// Where it should have come from.
    public var source: ArrivalSource
    /// When it happened at Stripe.
    public var at: Instant
    /// What became of it.
    public var fate: Fate
    /// The buyer, of a purchase.
    public var buyer: String?
    /// The money, in minor units of the currency.
    public var amountMinor: Int64 = 0
    /// The currency; nil where Stripe gives none.
    public var currency: Currency?
    /// The credits, of a purchase.
    public var credits: Int64 = 0
    /// What a failed purchase row says.
    public var message: String?
    /// Whether Stripe counts its event as delivered; nil where there is no event any more.
    public var isDelivered: Bool?

    /// Something that was missed.
    public init(_ source: ArrivalSource, at: Instant, fate: Fate) {
        (self.source, self.at, self.fate) = (source, at, fate)
    }
}
