/// The outages of a period.
public struct Outages: Hashable, Sendable, Codable {
    /// What was searched.
    public var period: Period
    /// Those that were found, in order of time.
    public var outages: [Outage] = []
    /// Purchases that were missed one by one, without an outage.
    public var singles: Int64

    /// Undelivered events of the period, of whatever was sold, by type.
    public var undelivered: [String: Int64] = [:]
    /// Whether every endpoint for the events that grant is disabled; nil where endpoints were not looked at.
    public var isDisabled: Bool?
    /// The first moment of which Stripe still keeps events.
    public var eventsKeptSince: Instant
    /// What could not be looked at, in sentences.
    public var remarks: [String] = []

    /// No outages.
    public init(period: Period, singles: Int64 = 0, eventsKeptSince: Instant) {
        (self.period, self.singles, self.eventsKeptSince) = (period, singles, eventsKeptSince)
    }

    /// Purchases that outages have left without credits.
    public var waiting: Int64 { outages.reduce(0) { $0 + $1.damage.waiting } }
}
