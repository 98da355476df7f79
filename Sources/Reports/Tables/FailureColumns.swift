extension DetailSheet {
    /// What each row of `failures.csv` tells.
    static let failureColumns: [Column] = [
        Column(
            "failure",
            .text,
            title: "What failed",
            "charge_failed, invoice_past_due, invoice_uncollectible or session_expired"
        ),
        Column("stripe_id", .id, title: "Stripe object", "The charge, invoice or checkout session"),
        Column(
            "occurred_at",
            .instant,
            title: "Happened (UTC)",
            "When the charge was attempted, the invoice was due or the checkout page expired"
        ),
        Column("currency", .text, "The currency of the amount"),
        Column("amount", .money, "What was to be paid; of an invoice what of it is still to be paid"),
        Column("code", .text, "Stripe's failure_code of a charge, or its billing_reason of an invoice"),
        Column("message", .text, "Stripe's failure_message of a charge"),
        Column("outcome", .status, "paid where another charge of the same payment went through, else unpaid"),
        Column("user_id", .id, title: "Buyer", "The buyer, by the checkout row and the session's metadata"),
        Column("package_id", .text, title: "Package", "The package that was to be sold"),
        Column("credits", .integer, "Credits that were promised"),
        Column("payment_intent", .id, "Stripe payment intent id"),
        Column("session", .id, "The checkout session that was to be paid"),
        Column("invoice", .id, "The invoice that was to be paid"),
        Column("subscription", .id, "Stripe subscription id of an invoice"),
        Column("attempts", .integer, "How often Stripe tried to collect an invoice"),
        Column(
            "next_attempt",
            .instant,
            title: "Next attempt (UTC)",
            "When Stripe tries again; empty where it does not"
        ),
    ]
}
