/// One parameter that narrows a list, for example `payment_intent`.
public struct ListFilter: Hashable, Sendable, Codable {
    /// The parameter's name, with brackets where Stripe has them.
    public let name: String
    /// Its value, as it is; encoding is done when it is sent.
    public let value: String

    /// Any parameter of Stripe's.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// What belongs to that payment intent: sessions, charges, refunds or disputes.
    public static func paymentIntent(_ id: String) -> ListFilter { .init("payment_intent", id) }

    /// What belongs to that charge: refunds or disputes.
    public static func charge(_ id: String) -> ListFilter { .init("charge", id) }

    /// What has that status: sessions, invoices or invoice payments.
    public static func status(_ status: String) -> ListFilter { .init("status", status) }

    /// Events of those types.
    ///
    /// - Precondition: at most 20, which is all that Stripe accepts.
    public static func eventTypes(_ types: [String]) -> [ListFilter] {
        precondition(types.count <= 20, "Stripe accepts 20 types of events at once, not \(types.count)")
        return types.map { ListFilter("types[]", $0) }
    }

    /// Events of that type, which may end in a wildcard: `charge.*`. It does not go with ``eventTypes(_:)``.
    public static func eventType(_ type: String) -> ListFilter { .init("type", type) }

    /// Events that at least one endpoint has not taken yet, or never took.
    public static let undelivered = ListFilter("delivery_success", "false")

    /// `name=value`, percent-encoded.
    var encoded: String { Self.percentEncoded(name) + "=" + Self.percentEncoded(value) }

    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                encoded.append(byte)
            default:
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
