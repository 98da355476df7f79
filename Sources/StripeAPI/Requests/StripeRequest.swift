import HTTPTransport
import Reconciliation

/// One read: an endpoint, what of it, and what shape the answer has.
struct StripeRequest: Hashable, Sendable, CustomStringConvertible {
    /// What the answer must be.
    enum Form: Hashable, Sendable {
        /// One object.
        case object
        /// A page of a list, which must go on from there; nil for its first.
        case page(after: ListPosition?)
    }

    /// The path of the list below `/v1/`; Stripe counts and limits by it.
    let endpoint: String
    /// What is asked for, as messages name it: `charge`.
    let kind: String
    let form: Form
    private let objectID: String?
    private let query: [ListFilter]

    /// One record by its id; throws as the other does.
    init(_ kind: RecordKind, id: String) throws(StripeError) {
        try self.init(kind.rawValue, at: kind.endpoint, id: id)
    }

    /// One object by its id.
    ///
    /// - Throws: ``StripeError/invalidRequest(_:)`` when the text cannot be an id: it would lead elsewhere.
    init(_ kind: String, at endpoint: String, id: String) throws(StripeError) {
        let isID = id.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        guard isID, (1...255).contains(id.utf8.count) else {
            throw .invalidRequest("“\(KeyRedaction.redacted(id))” cannot be the id of a \(kind)")
        }
        self.endpoint = endpoint
        self.kind = kind
        self.form = .object
        self.objectID = id
        self.query = []
    }

    /// The first page of a list that is none of records.
    init(page kind: String, at endpoint: String, limit: Int) {
        self.endpoint = endpoint
        self.kind = kind
        form = .page(after: nil)
        objectID = nil
        query = [ListFilter("limit", "\(limit)")]
    }

    /// The page of a list that follows the slice's cursor; `seen` are ids of records of the cursor's second.
    init(_ slice: ListSlice, limit: Int, seen: Set<String> = []) {
        endpoint = slice.kind.endpoint
        kind = slice.kind.rawValue
        form = .page(after: slice.cursor.map { ListPosition(cursor: $0, seen: seen.union([$0.id])) })
        objectID = nil
        query = slice.query + [ListFilter("limit", "\(limit)")]
    }

    /// The path below the address, with the query.
    var target: String {
        guard !query.isEmpty else { return path }
        return path + "?" + query.map(\.encoded).joined(separator: "&")
    }

    /// The request as people read it: `GET /v1/charges?created[gte]=1700000000&limit=100`.
    var description: String {
        guard !query.isEmpty else { return "GET " + path }
        return "GET " + path + "?" + query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    private var path: String { "/v1/" + endpoint + (objectID.map { "/" + $0 } ?? "") }
}

extension RecordKind {
    /// The path of its list below `/v1/`; retrieving adds the id.
    public var endpoint: String {
        switch self {
        case .charge: "charges"
        case .checkoutSession: "checkout/sessions"
        case .invoice: "invoices"
        case .refund: "refunds"
        case .dispute: "disputes"
        case .paymentIntent: "payment_intents"
        case .event: "events"
        case .invoicePayment: "invoice_payments"
        case .subscription: "subscriptions"
        case .customer: "customers"
        }
    }

    /// What Stripe calls it in an object's `object`.
    var objectName: String { self == .checkoutSession ? "checkout.session" : rawValue }

    /// Whether its list can be asked for a span of `created`.
    ///
    /// `invoice_payments` learnt it in 2025-11-17.clover, after the pinned version; its pages are cut to the span here.
    var listsByCreation: Bool { self != .invoicePayment }
}
