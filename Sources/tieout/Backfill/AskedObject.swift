import PostgresLedger
import Reconciliation
import StripeAPI

/// An object that somebody asks for by its id: a checkout session, a payment intent, a charge or an invoice.
struct AskedObject: Hashable {
    let kind: RecordKind
    let id: String

    /// The object of that id, under a key of that mode.
    ///
    /// - Throws: ``Failure`` with status 64 for what is no id, or the id of something else, 78 for an id of the other mode.
    init(_ id: String, mode: KeyMode) throws(Failure) {
        guard let prefix = id.split(separator: "_", maxSplits: 1).first, prefix.count < id.count - 1,
            id.utf8.allSatisfy({ Self.isPlain($0) }), id.utf8.count <= 255
        else {
            throw Failure(.usage, "“\(id)” is no id of Stripe's", advice: Self.whatIsTaken)
        }
        switch prefix {
        case "cs": kind = .checkoutSession
        case "pi": kind = .paymentIntent
        case "ch", "py": kind = .charge
        case "in": kind = .invoice
        default: throw Failure(.usage, "\(id) is no id that a backfill starts from", advice: Self.advice(prefix))
        }
        self.id = id
        let other: KeyMode = mode == .live ? .test : .live
        guard kind != .checkoutSession || !id.hasPrefix("cs_\(other.rawValue)_") else {
            throw Failure(
                .configuration,
                "\(id) is of \(other.rawValue) mode, and the Stripe key is a \(mode.rawValue) key",
                advice: "Use the \(other.rawValue) key of the account that it belongs to, and its ledger."
            )
        }
    }

    private static let whatIsTaken =
        "Give the id of a checkout session (cs_…), payment intent (pi_…), charge (ch_…, py_…) or invoice (in_…)."

    private static func advice(_ prefix: Substring) -> String {
        switch prefix {
        case "cus": "For all sessions of a customer, name the buyer: tieout backfill --user ID."
        case "re", "du", "dp", "evt", "txn", "sub", "seti", "il", "ii":
            "Give what it is about. " + whatIsTaken
        default: whatIsTaken
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

/// Objects that were asked for by id, as Stripe has them.
struct AskedRecords: Sendable {
    /// What was asked, and what came; never empty.
    var answers: [(reference: UnresolvedReference, pages: [RecordPage])]
    /// Ids that the ledger names and that Stripe does not know.
    var unknown: [UnresolvedReference] = []

    /// The second in which the oldest of them was created: the period of a run that lists none.
    ///
    /// - Parameter now: what stands for it where nothing came.
    func period(otherwise now: Instant) throws(Failure) -> Period {
        let created = answers.flatMap(\.pages).flatMap { page in (0..<page.count).map(page.created) }.min() ?? now - 1
        do throws(InvalidPeriod) {
            return try Period(since: created, cutOff: created + 1)
        } catch {
            throw Failure(.failed, error.description)
        }
    }
}
