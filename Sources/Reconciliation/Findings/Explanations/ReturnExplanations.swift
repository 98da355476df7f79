/// Kinds about money that went back while the credits stayed.
extension FindingExplanation {
    static let refundNotReversed = FindingExplanation(
        title: "Refund not reversed",
        meaning: """
            A granted purchase was refunded at Stripe, wholly or in part, and the buyer still has more credits of it \
            than stayed paid for.
            """,
        cause: """
            The application does not handle refunds: whoever refunds a payment in Stripe's dashboard has to take the \
            credits back by hand, and did not.
            """,
        advice: """
            Tieout proposes to take the credits back and waits for a person. What stays is what was promised less \
            the refunded part of it, rounded in the buyer's favour; a full refund leaves nothing. Where the buyer \
            has spent them, the detail's balance says what can still be taken.
            """,
        nearMisses: [
            """
            The credits were taken back under the session's id: the sum of its movements is what stayed paid for.
            """,
            "The refund is pending, failed or was canceled: the money did not go back.",
            """
            A partial capture: the remainder that was released looks like a refund on the charge and is none.
            """,
            "The part that was refunded is worth less than one credit.",
            "Refunded before any grant: excluded as refunded_before_grant.",
        ]
    )

    static let disputeNotReversed = FindingExplanation(
        title: "Lost dispute not reversed",
        meaning: """
            The buyer's bank took the payment of a granted purchase back, because a dispute was lost, and the buyer \
            still has the credits.
            """,
        cause: """
            The application does not handle disputes: a dispute that is lost takes the money weeks after the grant, \
            and nobody took the credits.
            """,
        advice: """
            Tieout proposes to take the credits back and waits for a person. What a refund took already is not taken \
            twice. Where the buyer has spent them, the detail's balance says what can still be taken.
            """,
        nearMisses: [
            "The dispute was won, or is still open: the money is the seller's, or nobody knows yet.",
            "An enquiry (a status that begins with warning_) or a prevented dispute: no money was taken.",
            "The credits were taken back under the session's id.",
            "The payment was refunded in full: told as refund_not_reversed, once.",
            "Lost before any grant: the grant is held as disputed.",
        ]
    )
}
