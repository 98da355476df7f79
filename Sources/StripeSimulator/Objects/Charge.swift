/// One attempt to take money. A payment intent has one charge for each attempt, and only the last may have succeeded.
public struct Charge: StripeObject {
    /// The kind's list.
    public static let kind = ObjectKind.charge

    /// `ch_…` (or `py_…` for some delayed methods).
    public var id: String
    /// Unix seconds of the attempt.
    public var created: Int64
    /// Minor units of `currency`: what was authorised.
    public var amount: Int64
    /// Three letters, lower case.
    public var currency = "usd"
    /// `succeeded`, `pending` or `failed`.
    public var status = "succeeded"
    /// Minor units that were really taken; below `amount` after a partial capture.
    public var amountCaptured: Int64
    /// Whether the money was taken and not only reserved.
    public var captured = true
    /// Minor units given back. The remainder that a partial capture releases is counted here too.
    public var amountRefunded: Int64 = 0
    /// Whether the buyer's bank disputes it, whatever the outcome.
    public var disputed = false
    /// `pi_…`; null for some old charges.
    public var paymentIntent: String?
    /// `cus_…`.
    public var customer: String?
    /// `in_…`; rendered in the shape before basil only.
    public var invoice: String?
    /// Why the attempt failed, such as `card_declined`.
    public var failureCode: String?
    /// The same as a sentence.
    public var failureMessage: String?
    /// `outcome.type`: `authorized`, `issuer_declined`, `blocked`.
    public var outcomeType = "authorized"
    /// `card`, `sepa_debit`, `us_bank_account`, …
    public var paymentMethodType = "card"
    /// The payer's mail address.
    public var email: String?
    /// Any JSON, so that hostile metadata can be made.
    public var metadata: JSON = [:]
    /// `txn_…` once the money has moved.
    public var balanceTransaction: String?
    /// What the buyer saw in another currency, if so.
    public var presentment: PresentmentDetails?
    /// Changes to rendered members.
    public var alterations: [String: Alteration] = [:]

    /// A captured charge that succeeded; everything else is changed afterwards.
    public init(_ id: String, amount: Int64, currency: String = "usd", at created: Int64, paymentIntent: String? = nil)
    {
        self.id = id
        self.created = created
        self.amount = amount
        self.amountCaptured = amount
        self.currency = currency
        self.paymentIntent = paymentIntent
        self.balanceTransaction = "txn_" + id.drop { $0 != "_" }.dropFirst()
    }

    /// A declined attempt: nothing captured, with the issuer's reason.
    public static func declined(
        _ id: String,
        amount: Int64,
        currency: String = "usd",
        at created: Int64,
        paymentIntent: String?,
        code: String = "card_declined"
    ) -> Charge {
        var charge = Charge(id, amount: amount, currency: currency, at: created, paymentIntent: paymentIntent)
        charge.fail(code)
        return charge
    }

    /// Makes it a declined attempt that took nothing.
    public mutating func fail(_ code: String = "card_declined") {
        status = "failed"
        amountCaptured = 0
        captured = false
        failureCode = code
        failureMessage = "The payment was declined."
        outcomeType = "issuer_declined"
        balanceTransaction = nil
    }

    /// Whether all that was taken has been given back.
    public var refunded: Bool { amountRefunded > 0 && amountRefunded >= amount }

    /// What filters compare with and expansion follows.
    public func member(_ name: String) -> String? {
        switch name {
        case "customer": customer
        case "invoice": invoice
        case "payment_intent": paymentIntent
        default: nil
        }
    }

    /// All members of a charge.
    public func render(into writer: inout ObjectWriter) {
        writer.field("id", id)
        writer.field("object", "charge")
        writer.field("amount", amount)
        writer.field("amount_captured", amountCaptured)
        writer.field("amount_refunded", amountRefunded)
        writer.nulls("application", "application_fee", "application_fee_amount")
        writer.field("balance_transaction", balanceTransaction)
        renderBillingDetails(into: &writer)
        writer.fixed("calculated_statement_descriptor", "\"TIEOUT TEST\"")
        writer.field("captured", captured)
        writer.field("created", created)
        writer.field("currency", currency)
        writer.field("customer", customer)
        writer.nulls("description")
        writer.field("disputed", disputed)
        writer.nulls("failure_balance_transaction")
        writer.field("failure_code", failureCode)
        writer.field("failure_message", failureMessage)
        writer.fixed("fraud_details", "{}")
        if writer.shape == .beforeBasil { writer.field("invoice", invoice) }
        writer.field("livemode", writer.livemode)
        writer.field("metadata", json: metadata)
        writer.nulls("on_behalf_of")
        renderOutcome(into: &writer)
        writer.field("paid", status == "succeeded")
        writer.field("payment_intent", paymentIntent)
        writer.field("payment_method", "pm_card_visa")
        renderPaymentMethod(into: &writer)
        presentment?.render(into: &writer)
        writer.nulls("receipt_email", "receipt_number", "receipt_url")
        writer.field("refunded", refunded)
        writer.nulls("review", "shipping", "source", "source_transfer", "statement_descriptor")
        writer.nulls("statement_descriptor_suffix")
        writer.field("status", status)
        writer.nulls("transfer_data", "transfer_group")
    }

    private func renderBillingDetails(into writer: inout ObjectWriter) {
        writer.object("billing_details") { details in
            details.fixed("address", Self.emptyAddress)
            details.field("email", email)
            details.nulls("name", "phone", "tax_id")
        }
    }

    private func renderOutcome(into writer: inout ObjectWriter) {
        let authorized = outcomeType == "authorized"
        writer.object("outcome") { outcome in
            outcome.nulls("advice_code", "network_advice_code")
            outcome.field("network_decline_code", authorized ? nil : "05")
            outcome.field("network_status", authorized ? "approved_by_network" : "declined_by_network")
            outcome.field("reason", authorized ? nil : failureCode)
            outcome.field("risk_level", "normal")
            outcome.field("seller_message", authorized ? "Payment complete." : "The bank declined the payment.")
            outcome.field("type", outcomeType)
        }
    }

    private func renderPaymentMethod(into writer: inout ObjectWriter) {
        guard paymentMethodType == "card" else {
            let bank: JSON = ["bank_code": "19043", "country": "DE", "last4": "3000"]
            let details = [JSON.Member(paymentMethodType, bank), JSON.Member("type", .string(paymentMethodType))]
            return writer.field("payment_method_details", json: .object(details))
        }
        writer.object("payment_method_details") { details in
            details.fixed("card", Self.card)
            details.field("type", "card")
        }
    }

    static let emptyAddress: StaticString =
        #"{"city":null,"country":null,"line1":null,"line2":null,"postal_code":null,"state":null}"#

    private static let card: StaticString = """
        {"amount_authorized":null,"authorization_code":null,"brand":"visa","checks":{"address_line1_check":null,\
        "address_postal_code_check":null,"cvc_check":"pass"},"country":"US","exp_month":8,"exp_year":2030,\
        "extended_authorization":{"status":"disabled"},"fingerprint":"AOB934RVNwzk6xtn","funding":"credit",\
        "incremental_authorization":{"status":"unavailable"},"installments":null,"last4":"4242","mandate":null,\
        "multicapture":{"status":"unavailable"},"network":"visa","network_token":{"used":false},\
        "network_transaction_id":"104102978678771","overcapture":{"maximum_amount_capturable":100,\
        "status":"unavailable"},"regulated_status":"unregulated","three_d_secure":null,\
        "transaction_link_id":null,"wallet":null}
        """
}
