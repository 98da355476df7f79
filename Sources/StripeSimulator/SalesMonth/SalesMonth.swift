/// A month of sales as a function of a seed: what Stripe holds, what the application lived through, and what is true.
///
/// Nothing else goes in: no clock, no system randomness. The same options give the same month on every machine.
public struct SalesMonth: Sendable {
    /// How long, how much, when.
    public struct Options: Sendable {
        /// Decides everything that is left open.
        public var seed: UInt64
        /// Unix seconds at which the month ends; nothing happens later.
        public var ending: Int64
        /// How long the month is.
        public var days: Int64 = 30
        /// How many checkout pages are opened.
        public var sessions: Int
        /// Whether the account is a live one.
        public var livemode = false
        /// When the endpoint was down, in Unix seconds; nil for never.
        public var outage: Range<Int64>?
        /// How many of a thousand pages have each story; at least one each, in a month of a hundred pages or more.
        public var perMille = Story.usualPerMille

        /// A month with an outage from 09:10 to 13:10 UTC, nine days before the end (in a shorter month: in the middle).
        public init(seed: UInt64, ending: Int64, days: Int64 = 30, sessions: Int = 1_500) {
            self.seed = seed
            self.ending = ending
            self.days = days
            self.sessions = sessions
            let day = ending.dividedFlooring(by: 86_400).quotient - (days > 18 ? 9 : days / 2)
            let start = day * 86_400 + 9 * 3_600 + 600
            outage = start..<start + 4 * 3_600
        }
    }

    /// What the month was made from.
    public let options: Options
    /// What Stripe holds at the end of the month.
    public let account: StripeAccount
    /// What the application lived through, in order of time.
    public let history: [HistoryStep]

    /// The month of a seed, ending at an instant in Unix seconds.
    public init(seed: UInt64, ending: Int64, sessions: Int = 1_500) {
        self.init(Options(seed: seed, ending: ending, sessions: sessions))
    }

    /// The month of these options.
    public init(_ options: Options) {
        var author = MonthAuthor(options)
        author.write()
        self.options = options
        account = author.account
        history = author.orderedHistory()
    }

    /// Everybody who ever signed up.
    public var buyers: [Buyer] {
        history.compactMap { if case .signUp(let buyer) = $0 { buyer } else { nil } }
    }

    /// What the application wrote down when it opened its pages.
    public var promises: [CheckoutPromise] {
        history.compactMap { if case .openCheckout(let promise) = $0 { promise } else { nil } }
    }

    /// Stripe's attempts to tell the application, in order of time.
    public var deliveries: [WebhookDelivery] {
        history.compactMap { if case .webhook(let delivery) = $0 { delivery } else { nil } }
    }

    /// What is true of each page, worked out from what Stripe holds and what was delivered, not from the stories.
    public var truth: Truth { Truth(self) }
}
