/// The kinds of Stripe object that a run stages.
public enum RecordKind: String, CaseIterable, Sendable, Codable, Comparable {
    case charge
    case checkoutSession = "checkout_session"
    case invoice
    case refund
    case dispute
    case paymentIntent = "payment_intent"
    case event
    case invoicePayment = "invoice_payment"
    case subscription
    case customer

    /// Kinds in the order of their declaration, which is the order of every report.
    public static func < (left: RecordKind, right: RecordKind) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }

    /// The plural that people read: `checkout sessions`.
    public var plural: String { rawValue.replacing("_", with: " ") + "s" }

    /// The name of the staging relation in schema `tieout`.
    public var stageRelation: String { "stage_" + rawValue }
}
