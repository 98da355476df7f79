/// What Stripe tells an application by events, and whose arrival its ledger shows.
public enum ArrivalSource: String, Sendable, Codable, CaseIterable {
    /// Paid credit purchases: a grant shows that they arrived.
    case session
    /// Payments that succeeded: the payment log shows it.
    case payment
    /// Invoices that were paid: the invoice log shows it.
    case invoice

    /// The event that tells of it.
    public var eventType: String {
        switch self {
        case .session: "checkout.session.completed"
        case .payment: "payment_intent.succeeded"
        case .invoice: "invoice.paid"
        }
    }

    /// All the events that tell of it: applications listen to one or the other.
    public var eventTypes: Set<String> {
        switch self {
        case .session: ["checkout.session.completed", "checkout.session.async_payment_succeeded"]
        case .payment: ["payment_intent.succeeded", "charge.succeeded"]
        case .invoice: ["invoice.paid", "invoice.payment_succeeded"]
        }
    }
}

/// What was to arrive in the ledger from one source, in order of time, and how long each took.
///
/// Held as two numbers each, because there may be hundreds of thousands.
public struct ArrivalSeries: Sendable {
    /// When each happened at Stripe, in Unix seconds; ascending.
    public private(set) var times: [Int64] = []
    /// How many seconds later the ledger showed it; ``never`` where it does not, or only because Tieout wrote it.
    private var delays: [Int32] = []

    private static let never = Int32.max

    /// A series of nothing.
    public init() {}

    /// How many were to arrive.
    public var count: Int { times.count }

    /// Adds what happened at an instant and arrived that many seconds later; nil for what did not arrive by itself.
    ///
    /// - Precondition: nothing that was added before happened later.
    public mutating func append(at instant: Instant, delay: Int64?) {
        precondition(times.last ?? .min <= instant.secondsSinceEpoch, "arrivals are added in order of time")
        times.append(instant.secondsSinceEpoch)
        delays.append(delay.map { Int32(clamping: min(max($0, 0), Int64(Self.never - 1))) } ?? Self.never)
    }

    /// What arrives within a quarter of an hour is never late.
    public static let leastLateness = 15 * Int64.minute

    /// After how many seconds what arrives is late: four times what is usual for the ledger, so that one that grants in
    /// batches is taken as it is, and ``leastLateness`` at least.
    public var lateAfter: Int64 {
        let arrived = delays.filter { $0 != Self.never }.sorted()
        let median = arrived.isEmpty ? 0 : Int64(arrived[arrived.count / 2])
        return max(Self.leastLateness, 4 * median)
    }

    /// Whether each was missed at its time: it never arrived, or so late that only a retry or a person can have brought it.
    public var missed: [Bool] {
        let limit = lateAfter
        return delays.map { $0 == Self.never || Int64($0) > limit }
    }

    /// When the one at a place happened.
    func instant(_ place: Int) -> Instant { Instant(secondsSinceEpoch: times[place]) }
}
