/// What becomes of one checkout page.
public enum Story: String, Sendable, CaseIterable {
    /// Paid at once, credited at once.
    case paid
    case paidWithDiscount
    case paidWithTax
    case paidInEuro
    case paidInYen
    /// Paid in dollars, shown to the buyer in pounds.
    case paidAsPresented
    /// One or two attempts are declined before one succeeds.
    case paidAfterDeclines
    /// A delayed method that settles days later, when the handler no longer listens.
    case settledLater
    /// A delayed method that fails days later.
    case settlementFailed
    /// A coupon of 100 %.
    case free
    /// Nobody pays.
    case abandoned
    /// Somebody tries, is declined and gives up.
    case abandonedAfterDecline
    case refunded
    case partlyRefunded
    case refundPending
    case refundFailed
    case disputeWon
    case disputeLost
    case disputeOpen
    /// Opened by an old page that says nothing of the buyer, neither in the metadata nor in the ledger.
    case withoutUser
    /// The metadata say `"credits": "abc"`.
    case unreadableCredits
    /// See `HandlerFlaw.functionError`.
    case functionError
    /// See `HandlerFlaw.crashBetweenCreditAndPurchase`.
    case crash
    /// See `HandlerFlaw.deliveredAgain`.
    case creditedTwice
    /// Paid and credited; later the buyer deletes the account.
    case buyerDeleted
    /// Another product of the same Stripe account.
    case otherProduct
    case subscription
    /// A page that only stores a card.
    case setUp

    /// How many of a thousand pages have each story; the rest are `paid`.
    public static let usualPerMille: [Story: Int] = [
        .paidWithDiscount: 50, .paidWithTax: 30, .paidInEuro: 60, .paidInYen: 6, .paidAsPresented: 12,
        .paidAfterDeclines: 35, .settledLater: 4, .settlementFailed: 6, .free: 8, .abandoned: 110,
        .abandonedAfterDecline: 15, .refunded: 14, .partlyRefunded: 6, .refundPending: 3, .refundFailed: 3,
        .disputeWon: 3, .disputeLost: 4, .disputeOpen: 3, .withoutUser: 2, .unreadableCredits: 2, .functionError: 5,
        .crash: 4, .creditedTwice: 3, .buyerDeleted: 3, .otherProduct: 35, .subscription: 30, .setUp: 8,
    ]

    var flaw: HandlerFlaw? {
        switch self {
        case .functionError: .functionError
        case .crash: .crashBetweenCreditAndPurchase
        default: nil
        }
    }

    var currency: String {
        switch self {
        case .paidInEuro: "eur"
        case .paidInYen: "jpy"
        default: "usd"
        }
    }
}
