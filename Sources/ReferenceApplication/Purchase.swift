import StripeSimulator

/// What the webhook handler reads from a completed session: whom to credit and with how much.
public struct Purchase: Sendable, Equatable {
    /// `cs_…`; the movement's reference.
    public let session: String
    /// The buyer's id, as the metadata say it.
    public let user: String
    /// The package's id, as the metadata say it.
    public let package: String
    /// How many credits, as the metadata say it; nil where they say no whole number.
    public let credits: Int64?
    /// `cus_…`.
    public let customer: String?
    /// Minor units of the session's currency.
    public let amountTotal: Int64

    /// Nil for a session that the handler does not act on: not paid, not in payment mode, not marked, or without user,
    /// package or credits in either spelling.
    public init?(_ session: CheckoutSession) {
        let metadata = session.metadata
        guard session.mode == "payment", session.paymentStatus == "paid",
            metadata["type"]?.text == "credit_purchase",
            let user = (metadata["user_id"] ?? metadata["userId"])?.text,
            let package = (metadata["package_id"] ?? metadata["packageId"])?.text,
            let credits = metadata["credits"]?.text
        else { return nil }
        self.session = session.id
        self.user = user
        self.package = package
        self.credits = Int64(credits)
        customer = session.customer
        amountTotal = session.amountTotal ?? 0
    }
}
