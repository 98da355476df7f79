/// What Tieout can do to the ledger.
public enum CorrectionAction: String, CaseIterable, Sendable, Codable {
    /// Give a buyer the credits they paid for, through the ledger's own function, with its purchase row.
    case grant
    /// Take credits back that a buyer should not have, through the same function; only ever proposed.
    case takeBack = "take_back"
    /// Write the purchase row that a grant lacks.
    case recordPurchase = "record_purchase"
    /// Write the payment log row that is missing.
    case recordPayment = "record_payment"
    /// Write the invoice log row that is missing.
    case recordInvoice = "record_invoice"
    /// Set a checkout row's status to Stripe's.
    case syncCheckout = "sync_checkout"
    /// Set a payment log row's status to Stripe's.
    case syncPayment = "sync_payment"
    /// Set an invoice log row's status to Stripe's.
    case syncInvoice = "sync_invoice"

    /// Whether credits move; all others write log rows and statuses only.
    public var movesCredits: Bool { self == .grant || self == .takeBack }
}
