/// Something that happened, with the object as it was then. Later changes to the object do not change the event.
public struct Event: StripeObject {
    /// The kind's list.
    public static let kind = ObjectKind.event

    /// `evt_…`.
    public var id: String
    /// Unix seconds.
    public var created: Int64
    /// Such as `checkout.session.completed`.
    public var type: String
    /// The object as it was when the event happened.
    public var object: EventObject
    /// Endpoints that have not been served successfully yet.
    public var pendingWebhooks: Int64 = 0
    /// The version that the payload was rendered in for good; a request's `Stripe-Version` does not change it.
    public var apiVersion = APIShape.defaultVersion
    /// Changes to rendered members.
    public var alterations: [String: Alteration] = [:]

    /// An event about an object as it is now.
    public init(_ id: String, _ type: String, at created: Int64, about object: EventObject) {
        self.id = id
        self.created = created
        self.type = type
        self.object = object
    }

    /// What filters compare with and expansion follows.
    public func member(_ name: String) -> String? {
        switch name {
        case "delivery_success": pendingWebhooks == 0 ? "true" : "false"
        case "type", "types[]": type
        default: nil
        }
    }

    /// All members of an event.
    public func render(into writer: inout ObjectWriter) {
        writer.field("id", id)
        writer.field("object", "event")
        writer.field("api_version", apiVersion)
        writer.field("created", created)
        let shape = APIShape(version: apiVersion) ?? .current
        writer.object("data") { object.render(into: &$0, shape: shape) }
        writer.field("livemode", writer.livemode)
        writer.field("pending_webhooks", pendingWebhooks)
        writer.fixed("request", #"{"id":null,"idempotency_key":null}"#)
        writer.field("type", type)
    }

    /// The event as an endpoint receives it: the JSON text of the request's body.
    public func payload(livemode: Bool) -> [UInt8] {
        var writer = ObjectWriter(shape: .current, livemode: livemode)
        writer.write(self)
        return writer.bytes
    }
}

/// The object of an event, kept as it was.
public indirect enum EventObject: Sendable {
    case charge(Charge)
    case checkoutSession(CheckoutSession)
    case dispute(Dispute)
    case invoice(Invoice)
    case paymentIntent(PaymentIntent)
    case refund(Refund)
    case subscription(Subscription)

    /// The id of the object.
    public var id: String {
        switch self {
        case .charge(let object): object.id
        case .checkoutSession(let object): object.id
        case .dispute(let object): object.id
        case .invoice(let object): object.id
        case .paymentIntent(let object): object.id
        case .refund(let object): object.id
        case .subscription(let object): object.id
        }
    }

    func render(into writer: inout ObjectWriter, shape: APIShape) {
        switch self {
        case .charge(let object): writer.nested("object", object, shape: shape)
        case .checkoutSession(let object): writer.nested("object", object, shape: shape)
        case .dispute(let object): writer.nested("object", object, shape: shape)
        case .invoice(let object): writer.nested("object", object, shape: shape)
        case .paymentIntent(let object): writer.nested("object", object, shape: shape)
        case .refund(let object): writer.nested("object", object, shape: shape)
        case .subscription(let object): writer.nested("object", object, shape: shape)
        }
    }
}
