/// Kinds about the ledger as a whole: what no single sale is to blame for.
extension FindingExplanation {
    static let balanceDrift = FindingExplanation(
        title: "Balance drift",
        meaning: """
            A buyer's balance is not the sum of their movements, although the journal knows them from their first \
            credit on.
            """,
        cause: """
            Somebody or something wrote the balance without a movement, or a movement without the balance: an update \
            by hand, a script, a restored table, or two versions of the credit function.
            """,
        advice: """
            Tieout changes no balance. Find out which of the two is right, then write the movement that is missing \
            or set the balance.
            """,
        nearMisses: [
            """
            A buyer whose first movement begins with credits: the journal is younger than the balance and cannot be \
            summed.
            """,
            "A buyer without any movement.",
            "A buyer who was deleted, whose movements are kept: without a balance row only a buyer who exists has a"
                + " balance of nothing.",
            "A ledger that keeps no balances at all.",
            """
            A function of another design that keeps no balance before and after: nothing says that the journal is \
            whole.
            """,
        ]
    )

    static let platformCapacityLow = FindingExplanation(
        title: "Platform capacity low",
        meaning: """
            The credits that the application holds at a provider cannot serve the credits that its buyers hold, or \
            are below their threshold.
            """,
        cause: """
            More was sold than bought: credits at the provider were not topped up, or a large grant was made.
            """,
        advice: "Top the provider up; the detail says by how much. Tieout buys nothing.",
        nearMisses: [
            "The provider's credits are exactly what the buyers' credits need, and not below the threshold.",
            "The application keeps no table of provider credits: nothing can be said.",
            "A provider row without a ratio: only its threshold is looked at.",
        ]
    )

    static let subscriptionDrift = FindingExplanation(
        title: "Subscription drift",
        meaning: "The application has another status for a subscription than Stripe has.",
        cause: """
            A webhook about the subscription was lost or came out of order, so the application still serves a \
            customer who ended, or no longer serves one who pays.
            """,
        advice: "Tieout changes no subscription. Let the application read the subscription from Stripe again.",
        nearMisses: [
            "The application writes cancelled where Stripe writes canceled: one status in two spellings.",
            "A subscription that the application has no row of.",
            "The application keeps no subscription state: subscriptions are not listed at all.",
        ]
    )
}
