extension DetailSheet {
    /// What each row of `refunds.csv` tells.
    static let returnColumns: [Column] = [
        Column("return", .text, title: "What", "refund or dispute"),
        Column("stripe_id", .id, title: "Stripe object", "The refund or dispute"),
        Column("occurred_at", .instant, title: "Created (UTC)", "When it was created at Stripe"),
        Column(
            "status",
            .status,
            "Stripe's status; money went back of a refund that succeeded and a dispute that was lost"
        ),
        Column("currency", .text, "The currency of the amount"),
        Column("amount", .money, "What is refunded or disputed"),
        Column("reason", .text, "Stripe's reason"),
        Column("charge", .id, "The charge that was paid"),
        Column("payment_intent", .id, "Stripe payment intent id"),
        Column("session", .id, "The checkout session that was paid"),
        Column("user_id", .id, title: "Buyer", "The buyer, by the checkout row and the session's metadata"),
        Column("package_id", .text, title: "Package", "The package that was sold"),
        Column(
            "credits",
            .integer,
            title: "Credits that go with it",
            "In proportion to the money that went back, rounded in the buyer's favour; empty where nothing was granted"
        ),
        Column(
            "taken_back_credits",
            .integer,
            title: "Taken back",
            "Of these, what the ledger took back; what went back first is settled first"
        ),
        Column("owed_credits", .integer, title: "Still owed", "Of these, what the buyer still has"),
        Column(
            "ledger_status",
            .status,
            title: "In the ledger",
            "taken_back, partly_taken_back, owed, nothing_was_granted, under_way or nothing_went_back"
        ),
    ]
}
