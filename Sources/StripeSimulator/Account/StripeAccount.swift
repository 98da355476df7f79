/// A Stripe account as a value: all its objects. Copies are cheap; a server shows changes through `LiveAccount`.
public struct StripeAccount: Sendable {
    /// `acct_…`, as Stripe's messages name it.
    public var id = "acct_1TieoutSimulated"
    /// Whether its objects are live ones; a key of the other mode is refused.
    public var livemode = false
    /// The version of requests that name none, and of event payloads.
    public var apiVersion = APIShape.defaultVersion
    /// Unix seconds; older events are not listed any more (Stripe keeps them for 30 days). Nil: all are listed.
    public var eventsKeptSince: Int64?

    /// `/v1/charges`.
    public var charges = ObjectList<Charge>()
    /// `/v1/checkout/sessions`.
    public var checkoutSessions = ObjectList<CheckoutSession>()
    /// `/v1/customers`.
    public var customers = ObjectList<Customer>()
    /// `/v1/disputes`.
    public var disputes = ObjectList<Dispute>()
    /// `/v1/events`.
    public var events = ObjectList<Event>()
    /// `/v1/invoices`.
    public var invoices = ObjectList<Invoice>()
    /// `/v1/invoice_payments`.
    public var invoicePayments = ObjectList<InvoicePayment>()
    /// `/v1/payment_intents`.
    public var paymentIntents = ObjectList<PaymentIntent>()
    /// `/v1/prices`.
    public var prices = ObjectList<Price>()
    /// `/v1/refunds`.
    public var refunds = ObjectList<Refund>()
    /// `/v1/subscriptions`.
    public var subscriptions = ObjectList<Subscription>()
    /// `/v1/webhook_endpoints`.
    public var webhookEndpoints = ObjectList<WebhookEndpoint>()

    /// An account without objects.
    public init(livemode: Bool = false) {
        self.livemode = livemode
    }

    /// Adds an event about an object as it is now; the id is made from the type and the object's id unless given.
    @discardableResult
    public mutating func record(
        _ type: String,
        about object: EventObject,
        at created: Int64,
        id: String? = nil,
        pendingWebhooks: Int64 = 0
    ) -> Event {
        let id = id ?? "evt_\(object.id)_\(type)"
        var event = Event(id, type, at: created, about: object)
        event.apiVersion = apiVersion
        event.pendingWebhooks = pendingWebhooks
        events.append(event)
        return event
    }

    /// What changes when objects of this kind change.
    func revision(of kind: ObjectKind) -> Int {
        switch kind {
        case .charge: charges.revision
        case .checkoutSession: checkoutSessions.revision
        case .customer: customers.revision
        case .dispute: disputes.revision
        case .event: events.revision
        case .invoice: invoices.revision
        case .invoicePayment: invoicePayments.revision
        case .paymentIntent: paymentIntents.revision
        case .price: prices.revision
        case .refund: refunds.revision
        case .subscription: subscriptions.revision
        case .webhookEndpoint: webhookEndpoints.revision
        }
    }
}
