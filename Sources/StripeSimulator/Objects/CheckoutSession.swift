/// A checkout page: what is bought, by whom, and whether it was paid.
public struct CheckoutSession: StripeObject {
    /// The kind's list.
    public static let kind = ObjectKind.checkoutSession

    /// `cs_test_…` or `cs_live_…`.
    public var id: String
    /// Unix seconds at which the page was opened; payment may come up to a day, and settlement days, later.
    public var created: Int64
    /// Unix seconds; 24 hours after `created` unless changed.
    public var expiresAt: Int64
    /// `payment`, `setup` or `subscription`.
    public var mode = "payment"
    /// `open`, `complete` or `expired`.
    public var status = "open"
    /// `paid`, `unpaid` or `no_payment_required`.
    public var paymentStatus = "unpaid"
    /// Minor units before discount and tax.
    public var amountSubtotal: Int64?
    /// Minor units that are paid.
    public var amountTotal: Int64?
    /// `total_details.amount_discount`, minor units.
    public var amountDiscount: Int64 = 0
    /// `total_details.amount_tax`, minor units.
    public var amountTax: Int64 = 0
    /// Three letters, lower case.
    public var currency: String? = "usd"
    /// `pi_…`, in payment mode once there is one.
    public var paymentIntent: String?
    /// `cus_…`.
    public var customer: String?
    /// `in_…`, in subscription mode.
    public var invoice: String?
    /// `sub_…`, in subscription mode.
    public var subscription: String?
    /// `seti_…`, in setup mode.
    public var setupIntent: String?
    /// `plink_…`, when a payment link opened it.
    public var paymentLink: String?
    /// The integration's own reference.
    public var clientReferenceID: String?
    /// `customer_details.email`.
    public var email: String?
    /// Any JSON, so that hostile metadata can be made.
    public var metadata: JSON = [:]
    /// Offered payment methods.
    public var paymentMethodTypes = ["card"]
    /// What the buyer saw in another currency, if so.
    public var presentment: PresentmentDetails?
    /// `currency_conversion` of sessions before 31 March 2025.
    public var currencyConversion: JSON = .null
    /// Changes to rendered members.
    public var alterations: [String: Alteration] = [:]

    /// An open page that nobody has paid; amounts in minor units.
    public init(_ id: String, amount: Int64?, currency: String? = "usd", at created: Int64, metadata: JSON = [:]) {
        self.id = id
        self.created = created
        self.expiresAt = created + 86_400
        self.amountSubtotal = amount
        self.amountTotal = amount
        self.currency = currency
        self.metadata = metadata
    }

    /// A page that was paid by this payment intent.
    public static func paid(
        _ id: String,
        amount: Int64,
        currency: String = "usd",
        at created: Int64,
        metadata: JSON = [:],
        paymentIntent: String? = nil
    ) -> CheckoutSession {
        var session = CheckoutSession(id, amount: amount, currency: currency, at: created, metadata: metadata)
        session.complete(paymentStatus: "paid", paymentIntent: paymentIntent)
        return session
    }

    /// Completes the page: `paid`, `unpaid` (a delayed method) or `no_payment_required`.
    public mutating func complete(paymentStatus: String, paymentIntent: String? = nil) {
        status = "complete"
        self.paymentStatus = paymentStatus
        self.paymentIntent = paymentIntent
    }

    /// What filters compare with and expansion follows.
    public func member(_ name: String) -> String? {
        switch name {
        case "customer": customer
        case "customer_details[email]": email
        case "invoice": invoice
        case "payment_intent": paymentIntent
        case "payment_link": paymentLink
        case "status": status
        case "subscription": subscription
        default: nil
        }
    }

    /// All members of a checkout session.
    public func render(into writer: inout ObjectWriter) {
        writer.field("id", id)
        writer.field("object", "checkout.session")
        writer.fixed("adaptive_pricing", #"{"enabled":false}"#)
        writer.nulls("after_expiration", "allow_promotion_codes")
        writer.field("amount_subtotal", amountSubtotal)
        writer.field("amount_total", amountTotal)
        writer.fixed("automatic_tax", #"{"enabled":false,"liability":null,"provider":null,"status":null}"#)
        writer.nulls("billing_address_collection")
        writer.field("cancel_url", "https://example.com/cancel")
        writer.field("client_reference_id", clientReferenceID)
        writer.nulls("client_secret", "collected_information", "consent", "consent_collection")
        writer.field("created", created)
        writer.field("currency", currency)
        writer.field("currency_conversion", json: currencyConversion)
        writer.fixed("custom_fields", "[]")
        writer.fixed("custom_text", Self.customText)
        writer.field("customer", customer)
        writer.nulls("customer_account")
        writer.field("customer_creation", mode == "payment" ? "if_required" : nil)
        renderCustomerDetails(into: &writer)
        writer.nulls("customer_email", "discounts")
        writer.field("expires_at", expiresAt)
        writer.nulls("integration_identifier")
        writer.field("invoice", invoice)
        writer.fixed("invoice_creation", Self.invoiceCreation)
        writer.field("livemode", writer.livemode)
        writer.nulls("locale")
        writer.fixed("managed_payments", #"{"enabled":false}"#)
        writer.field("metadata", json: metadata)
        writer.field("mode", mode)
        writer.nulls("origin_context")
        writer.field("payment_intent", paymentIntent)
        writer.field("payment_link", paymentLink)
        writer.nulls("payment_method_collection", "payment_method_configuration_details")
        writer.fixed("payment_method_options", "{}")
        writer.field("payment_method_types", json: .array(paymentMethodTypes.map { .string($0) }))
        writer.field("payment_status", paymentStatus)
        writer.nulls("permissions")
        writer.fixed("phone_number_collection", #"{"enabled":false}"#)
        presentment?.render(into: &writer)
        writer.nulls("recovered_from", "saved_payment_method_options")
        writer.field("setup_intent", setupIntent)
        writer.nulls("shipping_address_collection", "shipping_cost")
        writer.fixed("shipping_options", "[]")
        writer.field("status", status)
        writer.nulls("submit_type")
        writer.field("subscription", subscription)
        writer.field("success_url", "https://example.com/success")
        renderTotalDetails(into: &writer)
        writer.field("ui_mode", "hosted")
        writer.field("url", status == "open" ? "https://checkout.stripe.com/c/pay/\(id)" : nil)
        writer.nulls("wallet_options")
    }

    private func renderCustomerDetails(into writer: inout ObjectWriter) {
        guard let email else { return writer.nulls("customer_details") }
        writer.object("customer_details") { details in
            details.fixed("address", Charge.emptyAddress)
            details.nulls("business_name")
            details.field("email", email)
            details.nulls("individual_name", "name", "phone")
            details.field("tax_exempt", "none")
            details.fixed("tax_ids", "[]")
        }
    }

    private func renderTotalDetails(into writer: inout ObjectWriter) {
        writer.object("total_details") { details in
            details.field("amount_discount", amountDiscount)
            details.field("amount_shipping", 0)
            details.field("amount_tax", amountTax)
        }
    }

    private static let customText: StaticString =
        #"{"after_submit":null,"shipping_address":null,"submit":null,"terms_of_service_acceptance":null}"#

    private static let invoiceCreation: StaticString = """
        {"enabled":false,"invoice_data":{"account_tax_ids":null,"custom_fields":null,"description":null,\
        "footer":null,"issuer":null,"metadata":{},"rendering_options":null}}
        """
}
