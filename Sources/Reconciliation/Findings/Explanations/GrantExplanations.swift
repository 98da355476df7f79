/// Kinds about credits that were due, given, or given wrongly.
extension FindingExplanation {
    static let missedPurchase = FindingExplanation(
        title: "Missed purchase",
        meaning: """
            A credit purchase is paid at Stripe, nothing rules the grant out, and the ledger shows neither a \
            movement nor a completed or failed purchase.
            """,
        cause: """
            The webhook was never processed: it was not delivered, the application was down, or the handler stopped \
            before it wrote anything.
            """,
        advice: """
            Tieout grants the credits through the ledger's function, once, when run with --apply. It waits while the \
            finding has a hold, such as a pending refund or a dispute, and while charges, refunds or disputes could \
            not be listed to the end.
            """,
        nearMisses: [
            """
            The payment was refunded in full before any grant: nothing is owed, and the session is excluded as \
            refunded_before_grant.
            """,
            """
            The movement carries the payment intent's, charge's, invoice's or event's id instead of the session's, \
            in its reference or its metadata: that is a grant.
            """,
            """
            The session is a subscription, a set-up or another product: neither a checkout row nor type = \
            credit_purchase marks it.
            """,
            "The session is unpaid or a coupon paid for all of it.",
        ]
    )

    static let failedFulfilment = FindingExplanation(
        title: "Failed fulfilment",
        meaning: """
            A credit purchase is paid and due, the purchase log has a failed row and no completed one, and no \
            movement gave the credits.
            """,
        cause: """
            The handler tried, the credit function raised an error, and the handler logged the failure and answered \
            200, so Stripe counts the event as delivered and never sends it again.
            """,
        advice: """
            Tieout grants the credits and completes the failed row when run with --apply; the error message stays in \
            the row. It waits as a missed purchase does. Read the error message: what failed once may fail again for \
            other buyers.
            """,
        nearMisses: [
            """
            A failed row beside a movement and a completed row: a later attempt succeeded, and the session is \
            matched.
            """,
            "A failed row beside a movement without a completed row: that is an unrecorded grant.",
            "A failed row of a payment that was refunded in full: excluded as refunded_before_grant.",
        ]
    )

    static let uncreditedPurchase = FindingExplanation(
        title: "Uncredited purchase",
        meaning: """
            A credit purchase is paid and its purchase row says completed, but no movement in the journal gave the \
            credits.
            """,
        cause: """
            The purchase row was written without the credit function: by an older handler, an import, a support \
            script, or a function that returned normally without changing a row.
            """,
        advice: """
            Tieout never grants it by itself: the ledger claims that the buyer was served, so the grant is held \
            until a person has made sure that nothing was given by another way.
            """,
        nearMisses: [
            """
            The session is older than the journal's first movement: the journal could not know it, and the session \
            is excluded as before_journal.
            """,
            "The journal has no movement at all: it proves nothing.",
            "The movement carries another id of the same sale: that is a grant.",
        ]
    )

    static let unrecordedGrant = FindingExplanation(
        title: "Unrecorded grant",
        meaning: "One movement gave the credits of a paid purchase, and the purchase log has no completed row of it.",
        cause: """
            The handler credits first and writes the purchase row in a second statement; it stopped between the two, \
            or the purchase log was missing at the time.
            """,
        advice: """
            Tieout writes the completed purchase row from Stripe's session and the movement when run with --apply. \
            No credits move.
            """,
        nearMisses: [
            "A completed and a failed row of one session: matched.",
            "The credits of one session went to several buyers: told as a buyer mismatch, and nothing is recorded.",
            "Two movements of one session: told as a duplicate grant if they are too many.",
        ]
    )

    static let duplicateGrant = FindingExplanation(
        title: "Duplicate grant",
        meaning: """
            More than one movement gave credits for the same session, or under the same payment, charge or invoice that no \
            session belongs to, and together they gave more than was promised.
            """,
        cause: """
            The credit function does not look whether a reference was credited before, so an event that Stripe \
            delivered twice, or a resend by hand, is credited twice.
            """,
        advice: """
            Tieout proposes to take the surplus back and waits for a person. Taken back by hand, with a negative \
            movement that carries the same id, the finding is gone in the next run.
            """,
        nearMisses: [
            "Two sessions of one buyer, also of the same package in the same minute: two sales.",
            "A second grant that was taken back under the same reference: the sum is what was promised.",
            "The promise was given in two parts that add up to it.",
            "Two grants of a session that was never paid: all of it is too much, and told as a phantom grant.",
            "Two payments or invoices without a session, each granted once: two references.",
        ]
    )

    static let phantomGrant = FindingExplanation(
        title: "Phantom grant",
        meaning: """
            The ledger gave credits, or logged a completed purchase, for a session that is not paid at Stripe or \
            that Stripe does not know.
            """,
        cause: """
            The handler acted on an event without looking at its payment status, a delayed payment failed after the \
            grant, test data reached the ledger, or somebody called the credit function with an invented reference.
            """,
        advice: """
            Tieout proposes to take the credits back and waits for a person. Find out how the ledger got the \
            reference first: an unknown session may be fraud, or a session of another Stripe account or mode.
            """,
        nearMisses: [
            "A session that a coupon paid for in full (no_payment_required) and that was granted.",
            """
            A session older than the listed time: it is asked for by id, and only Stripe's answer that there is none \
            counts.
            """,
            """
            A grant for an unpaid session that was taken back under the same reference, with no completed purchase \
            row left.
            """,
            "A reference that is none of a checkout session.",
        ]
    )
}
