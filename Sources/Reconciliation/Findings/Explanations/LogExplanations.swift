/// Kinds about rows and statuses that lag behind Stripe.
extension FindingExplanation {
    static let staleCheckout = FindingExplanation(
        title: "Stale checkout row",
        meaning: "The application's checkout row has another status than the session has at Stripe.",
        cause: "The handler never updates the checkout row, so it keeps the status that it was created with.",
        advice: """
            Tieout sets the row's status to Stripe's, and when it was completed, when run with --apply. No credits \
            move.
            """,
        nearMisses: [
            "The row says cancelled and the session expired: the row knows more than Stripe.",
            "The session is complete and waits for a delayed payment: it is not completed yet.",
            "The session is still open.",
            "There is no checkout row.",
        ]
    )

    static let missingPaymentLog = FindingExplanation(
        title: "Missing payment log row",
        meaning: "A payment intent succeeded at Stripe and the payment log has no row of it.",
        cause: "The webhook for the payment was lost, or the handler failed while it wrote the log.",
        advice: "Tieout writes the row from the payment intent when run with --apply. No credits move.",
        nearMisses: [
            "The intent is not succeeded: cancelled, processing, or waiting for the buyer.",
            "The log has a row with another status: told as a payment status mismatch.",
        ]
    )

    static let paymentStatusMismatch = FindingExplanation(
        title: "Payment status mismatch",
        meaning: "The payment log has another status for a payment intent than Stripe has.",
        cause: """
            The log has one row per payment intent, and a second event for the same intent violates its unique key \
            and is lost, so a payment that failed first and then succeeded stays failed.
            """,
        advice: "Tieout sets the row's status to Stripe's when run with --apply. No credits move.",
        nearMisses: [
            "The row says failed or pending while the buyer may still try again: that is what the log should say.",
            "The intent was cancelled after a failed attempt, and the row says failed.",
        ]
    )

    static let missingInvoiceLog = FindingExplanation(
        title: "Missing invoice log row",
        meaning: "An invoice is paid at Stripe and the invoice log has no row of it.",
        cause: "The webhook for the invoice was lost, or the handler failed while it wrote the log.",
        advice: "Tieout writes the row from the invoice when run with --apply. Invoices never grant credits.",
        nearMisses: [
            "The invoice is a draft, open, void or uncollectible and was never logged: excluded under its status.",
            "The log has a row with another status: told as an invoice status mismatch.",
        ]
    )

    static let invoiceStatusMismatch = FindingExplanation(
        title: "Invoice status mismatch",
        meaning: "The invoice log has another status for an invoice than Stripe has.",
        cause: """
            The log has one row per invoice, and a second event for the same invoice violates its unique key and is \
            lost, so an invoice whose first attempt failed stays so after it was paid.
            """,
        advice: """
            Tieout sets the row's status to Stripe's, and the amount paid, when run with --apply. No credits move.
            """,
        nearMisses: [
            "The invoice is open and the row says payment_failed: an attempt failed and Stripe will try again.",
            "The invoice has a status that nobody knew when this rule was written.",
        ]
    )

    static let paymentFailed = FindingExplanation(
        title: "Failed payment",
        meaning: "A charge was declined or failed at Stripe.",
        cause: """
            The bank, the card network or Stripe's own risk rules refused it, or a delayed payment bounced; the \
            failure code says which.
            """,
        advice: """
            Nothing has to be done: no money moved and nothing is owed. Information for finance, whether or not the \
            buyer tried again; it never changes the exit status.
            """,
        nearMisses: [
            "A pending charge.",
            "A payment intent that the buyer never tried to pay: it has no charge.",
        ]
    )

    static let invoiceAmountMismatch = FindingExplanation(
        title: "Invoice amount mismatch",
        meaning: "The invoice log agrees with Stripe on an invoice's status and holds another amount paid.",
        cause: """
            The handler stored the amount divided by 100 whatever the currency is, the invoice was paid in several \
            payments and only the first was logged, or the row was changed by hand.
            """,
        advice: "Tieout sets the row's amount paid to Stripe's when run with --apply. No credits move.",
        nearMisses: [
            """
            The statuses differ: told as an invoice status mismatch, whose correction sets the amount as well.
            """,
            """
            An invoice that was paid outside Stripe, under an API version that counts nothing as paid for it.
            """,
            "An invoice of several payments whose sum is in the row.",
            "The row holds no amount.",
        ]
    )

    static let invoicePastDue = FindingExplanation(
        title: "Invoice past due",
        meaning: """
            An invoice is open at Stripe although its due date has passed or an attempt to collect it has failed.
            """,
        cause: """
            The customer's card was declined and Stripe is trying again, or an invoice that was sent has not been \
            paid.
            """,
        advice: """
            Nothing has to be done: information for finance, who may want to write to the customer; it never changes \
            the exit status.
            """,
        nearMisses: [
            "An open invoice that is not due yet and that nobody has tried to collect.",
            "A draft, a void or an uncollectible invoice.",
            "An invoice that was paid late: it is paid.",
        ]
    )
}
