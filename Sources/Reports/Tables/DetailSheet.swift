/// The sheets whose rows are streamed, so that a million of them need no memory: what failed to be paid, what went back,
/// and every record of the period.
public enum DetailSheet: String, CaseIterable, Sendable {
    /// What failed to be paid.
    case failures
    /// Refunds and disputes.
    case refunds
    /// Checkout sessions, with what the ledger shows for each.
    case sessions
    /// Charges.
    case charges
    /// Invoices.
    case invoices

    /// The name of its sheet in the workbook.
    public var title: String {
        switch self {
        case .refunds: "Refunds and disputes"
        case .failures, .sessions, .charges, .invoices: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
        }
    }

    /// What it shows, in a sentence.
    var caption: String {
        switch self {
        case .failures: "Each declined charge, past-due invoice and expired checkout page"
        case .refunds: "Each refund and dispute, with what the ledger took back for it and what is owed"
        case .sessions: "Every checkout session of the period, with what the ledger shows and where it ended up"
        case .charges: "Every charge of the period, with where it ended up"
        case .invoices: "Every invoice of the period, with where it ended up"
        }
    }

    /// What is said where there are no rows.
    var emptySentence: String {
        switch self {
        case .failures: "Nothing failed to be paid."
        case .refunds: "Nothing was refunded or disputed."
        case .sessions: "No checkout session was created in the period."
        case .charges: "No charge was attempted in the period."
        case .invoices: "No invoice was created in the period."
        }
    }

    /// The name of its CSV file.
    public var fileName: String { rawValue + ".csv" }

    /// The money column whose sums are shown per currency on the tie-out sheet.
    var totalledColumn: String {
        switch self {
        case .failures, .refunds, .sessions, .charges: "amount"
        case .invoices: "amount_paid"
        }
    }

    /// Its columns, in the order in which rows must bring their cells.
    public var columns: [Column] {
        switch self {
        case .failures: Self.failureColumns
        case .refunds: Self.returnColumns
        case .sessions: Self.sessionColumns
        case .charges: Self.chargeColumns
        case .invoices: Self.invoiceColumns
        }
    }

    private static let state = Column(
        "state",
        .status,
        "Where the record ended up: matched, found (a finding names it) or excluded"
    )
    private static let reason = Column("reason", .text, "The kind of the finding, or the name of the exclusion")

    private static let sessionColumns: [Column] = [
        Column("stripe_id", .id, title: "Session", "Stripe checkout session id"),
        Column("created_at", .instant, title: "Created (UTC)", "When the session was created at Stripe"),
        Column("mode", .text, "payment, setup or subscription; Stripe checkout session mode"),
        Column("status", .status, "open, complete or expired; Stripe checkout session status"),
        Column("payment_status", .status, "paid, unpaid or no_payment_required; it stays paid after a refund"),
        Column("currency", .text, "The session's currency"),
        Column("amount", .money, "amount_total: after discount and with tax"),
        Column("user_id", .id, title: "Buyer", "The buyer, by the checkout row and the session's metadata"),
        Column("package_id", .text, title: "Package", "The package that was sold"),
        Column("credits", .integer, "Credits that were promised"),
        Column("payment_intent", .id, "Stripe payment intent id"),
        Column("charge", .id, "Stripe charge id of the successful attempt"),
        Column("refunded", .money, "What was refunded of the charge"),
        state,
        reason,
        Column("ledger_movement", .id, "The movement of the credit journal that grants it"),
        Column("ledger_purchase", .id, "The row of the purchase log"),
    ]

    private static let chargeColumns: [Column] = [
        Column("stripe_id", .id, title: "Charge", "Stripe charge id"),
        Column("created_at", .instant, title: "Created (UTC)", "When the charge was attempted"),
        Column("status", .status, "succeeded, pending or failed; Stripe charge status"),
        Column("currency", .text, "The charge's currency"),
        Column("amount", .money, "What was asked for"),
        Column("captured", .money, "amount_captured: what was taken"),
        Column("refunded", .money, "amount_refunded: what was given back, or released after a partial capture"),
        Column("payment_intent", .id, "Stripe payment intent id"),
        Column("session", .id, "The checkout session that it paid"),
        Column("invoice", .id, "The invoice that it paid"),
        Column("failure_code", .text, "Why it failed, in Stripe's words"),
        state,
        reason,
    ]

    private static let invoiceColumns: [Column] = [
        Column("stripe_id", .id, title: "Invoice", "Stripe invoice id"),
        Column("created_at", .instant, title: "Created (UTC)", "When the invoice was created"),
        Column("status", .status, "draft, open, paid, uncollectible or void; Stripe invoice status"),
        Column("currency", .text, "The invoice's currency"),
        Column("amount_due", .money, "What was asked for"),
        Column("amount_paid", .money, "What was paid, payments outside Stripe included"),
        Column("billing_reason", .text, "Why the invoice exists, in Stripe's words"),
        Column("subscription", .id, "Stripe subscription id"),
        Column("ledger_status", .status, "The status in the application's invoice log"),
        state,
        reason,
    ]
}
