/// What a buyer saw and paid in a currency of their own (Stripe: `presentment_details`); the integration's amounts stay as they are.
public struct PresentmentDetails: Sendable, Equatable {
    /// Minor units of `currency`.
    public var amount: Int64
    /// Three letters, lower case.
    public var currency: String

    /// The amount that was shown to the buyer.
    public init(amount: Int64, currency: String) {
        self.amount = amount
        self.currency = currency
    }

    func render(into writer: inout ObjectWriter) {
        writer.object("presentment_details") { details in
            details.field("presentment_amount", amount)
            details.field("presentment_currency", currency)
        }
    }
}
