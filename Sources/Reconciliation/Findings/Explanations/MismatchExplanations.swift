/// Kinds about sources that disagree or say too little.
extension FindingExplanation {
    static let amountMismatch = FindingExplanation(
        title: "Amount mismatch",
        meaning: "The completed purchase row holds another amount than Stripe took for the session.",
        cause: """
            The handler stores the session's total divided by 100 whatever the currency is, which is wrong by a \
            factor for currencies without two decimals; or the row was written or changed by hand.
            """,
        advice: """
            Tieout changes no amount. Correct the row, or the handler where the detail names the division by 100 as \
            the likely cause.
            """,
        nearMisses: [
            """
            The amount is in another currency than USD although the column is called amount_paid_usd: it holds the \
            session's currency, and that is no mismatch.
            """,
            "A discount: the amount that counts is the session's total after it.",
            "A later refund: the row keeps what was paid.",
            "The row holds no amount.",
        ]
    )

    static let creditsMismatch = FindingExplanation(
        title: "Credits mismatch",
        meaning: """
            The sources disagree on how many credits were sold, or none states a number that can be understood, or \
            the ledger gave another number than all of them promise.
            """,
        cause: """
            Metadata is missing or no number, the checkout row and the metadata were written from different price \
            lists, a package's credits were edited, or the handler credited by another source than the checkout page \
            promised.
            """,
        advice: """
            Tieout never guesses a number. Establish what the buyer was shown, then give or take back the difference \
            by hand.
            """,
        nearMisses: [
            "The package was changed after the sale: it says nothing about the sale, and is not compared.",
            "Fewer credits stand after a refund or a dispute: that may be right.",
            "The payment was refunded in full before any grant: nothing is owed.",
            """
            The sources disagree but the credits were given: what was given is compared only with a promise that is \
            agreed.
            """,
        ]
    )

    static let buyerMismatch = FindingExplanation(
        title: "Buyer mismatch",
        meaning: """
            The sources name different buyers for a session that was not granted, or its credits went to another \
            buyer than the sources name, or to several.
            """,
        cause: """
            The checkout row and the metadata were written for different accounts, accounts were merged, or the \
            credit function was called by hand with the wrong user.
            """,
        advice: """
            Tieout gives nothing while the buyer is in doubt and moves nothing between buyers. Establish the buyer \
            from Stripe's customer and the application's log.
            """,
        nearMisses: [
            "The metadata spells the same id in capitals or with spaces around it.",
            "Only one source names a buyer, and the credits went there.",
            """
            The sources disagree and one buyer got the credits: it was the handler's to choose, and the session \
            counts as matched.
            """,
            "The payment was refunded in full before any grant.",
        ]
    )

    static let unattributablePayment = FindingExplanation(
        title: "Unattributable payment",
        meaning: "A credit purchase is paid and not granted, and no buyer in the ledger can be established for it.",
        cause: """
            The metadata lacks the user id, there is no checkout row and the customer's own metadata names nobody, the id \
            is no user's, or the buyer was deleted, which removes their purchases and movements with them.
            """,
        advice: """
            Tieout gives nothing to nobody. Of a buyer who was deleted this is information only. Otherwise find the \
            buyer, or refund the payment.
            """,
        nearMisses: [
            "The sources name two buyers: told as a buyer mismatch.",
            "The payment was refunded in full before any grant.",
            "The sale was granted before, and its movement is still there.",
        ]
    )

    static let freeSession = FindingExplanation(
        title: "Free session",
        meaning: """
            A checkout session was completed without a payment, because a coupon covered all of it, and nothing was \
            granted.
            """,
        cause: """
            The handler acts on paid sessions only; a session that a coupon pays for in full has the payment status \
            no_payment_required.
            """,
        advice: """
            Nothing has to be done: whether free sessions are granted is the seller's policy. Information only; it \
            never changes the exit status.
            """,
        nearMisses: [
            "A free session that was granted: it counts as matched.",
            "A free session that is still open or expired.",
            "A free trial of a subscription: excluded as subscription.",
        ]
    )

    static let orphanCharge = FindingExplanation(
        title: "Orphan charge",
        meaning: "A charge succeeded and was captured, and it belongs to neither a checkout session nor an invoice.",
        cause: """
            Money was taken another way: by a payment link of another product, a terminal, the dashboard, or an \
            integration of its own.
            """,
        advice: """
            Tieout does nothing, as nothing says what was sold. Find out from the payment in Stripe's dashboard, and \
            give credits by hand if credits were sold.
            """,
        nearMisses: [
            """
            The charge's session or invoice lies outside the period: Stripe is asked by payment intent before \
            anything is said.
            """,
            "Stripe could not be asked within the run's budget of look-ups: excluded as not_looked_up, never judged.",
            "An authorisation that was not captured, or a pending charge.",
            "A charge that failed: told as a failed payment.",
        ]
    )

    static let currencyMismatch = FindingExplanation(
        title: "Currency mismatch",
        meaning: """
            A paid session's charge, or the payment log's row of a payment, is in another currency than Stripe says \
            it is.
            """,
        cause: """
            The handler writes a fixed currency into the log, an import mixed two accounts, or the row was changed \
            by hand.
            """,
        advice: "Tieout changes no currency. Establish what the buyer paid in, then correct the row.",
        nearMisses: [
            """
            The buyer saw and paid another currency than the seller's price: presentment_details or \
            currency_conversion says so.
            """,
            "The column amount_paid_usd holds euros or yen: only its name is in USD.",
            "The log writes the currency in capitals.",
            "The log row has no currency.",
        ]
    )

    static let packageMismatch = FindingExplanation(
        title: "Package mismatch",
        meaning: """
            The checkout row and the metadata of a paid session name different packages, or its amount before \
            discount is not the price of its package.
            """,
        cause: """
            The page was opened with one package and the metadata written for another, a price was changed at Stripe \
            and not in the ledger, or the amount was tampered with where the page takes it from the browser.
            """,
        advice: """
            Tieout changes nothing. Establish what the buyer was shown and paid for, and correct whichever list of \
            prices is wrong.
            """,
        nearMisses: [
            "The package was changed after the sale: it says nothing about the sale, and is not compared.",
            "A discount or a tax: what is compared is the amount before both.",
            """
            A session in another currency than the packages' prices, USD; an older session's currency_conversion is \
            looked through.
            """,
            "The payment was refunded in full before any grant: nothing is owed.",
        ]
    )
}
