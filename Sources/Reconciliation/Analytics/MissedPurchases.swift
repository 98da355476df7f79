/// Purchases that were paid and that the ledger missed, by slots of time: an outage of the webhooks is seen at a glance.
public struct MissedPurchases: Hashable, Sendable, Codable {
    /// How long a slot is.
    public enum Unit: String, Sendable, Codable {
        case hour, day, month
    }

    /// One slot.
    public struct Slot: Hashable, Sendable, Codable {
        /// Its beginning in the report's time zone, `2026-11-23 09:00`; nil for all that lies before what is told.
        public var label: String?
        /// Purchases that were paid in it; not counted for what lies before.
        public var paid: Int64
        /// Of these, those that the ledger showed nothing of when the run began.
        public var missed: Int64
        /// Of these, those that the run has granted.
        public var granted: Int64
        /// The credits of the missed ones.
        public var credits: Int64

        /// A slot of those figures.
        public init(label: String?, paid: Int64 = 0, missed: Int64 = 0, granted: Int64 = 0, credits: Int64 = 0) {
            (self.label, self.paid, self.missed) = (label, paid, missed)
            (self.granted, self.credits) = (granted, credits)
        }
    }

    /// How long the slots are.
    public var unit = Unit.hour
    /// What they cover.
    public var told: Period
    /// In their order, those in which nothing happened as well.
    public var slots: [Slot] = []

    private static let mostHours = 14 * Int64.day
    private static let mostDays = 400 * Int64.day

    /// Nothing to tell.
    public init() {
        guard let none = try? Period(since: Instant(secondsSinceEpoch: 0), cutOff: Instant(secondsSinceEpoch: 1)) else {
            preconditionFailure("a second is a period")
        }
        told = none
    }

    /// Slots as fine as they can still be looked at: hours of the period, or where that is longer than a fortnight hours
    /// of the days around what was missed, else days or months.
    public init(over period: Period, missedFrom first: Instant?, to last: Instant?) {
        told = period
        guard period.seconds > Self.mostHours else { return }
        if let first, let last, last - first < Self.mostHours - 2 * .day,
            let around = try? Period(
                since: max(period.since, first - .day),
                cutOff: min(period.cutOff, max(last, first) + .day)
            )
        {
            told = around
        } else {
            unit = period.seconds > Self.mostDays ? .month : .day
        }
    }

    /// All that were missed.
    public var count: Int64 { slots.reduce(0) { $0 + $1.missed } }
    /// All that the run has granted of them.
    public var granted: Int64 { slots.reduce(0) { $0 + $1.granted } }
    /// The slot in which most were missed; nil where none was.
    public var worst: Slot? {
        slots.filter { $0.label != nil && $0.missed > 0 }.max { $0.missed < $1.missed }
    }
}
