/// Somebody who uses the application.
public struct Buyer: Sendable, Equatable {
    /// A UUID in lower case.
    public let id: String
    /// Mail address.
    public let email: String
    /// `cus_…`.
    public let customer: String
    /// Unix seconds.
    public let signedUpAt: Int64

    /// Somebody who signed up at an instant in Unix seconds.
    public init(id: String, email: String, customer: String, signedUpAt: Int64) {
        self.id = id
        self.email = email
        self.customer = customer
        self.signedUpAt = signedUpAt
    }
}

/// What the application has written down when it opened a checkout page.
public struct CheckoutPromise: Sendable, Equatable {
    /// The buyer's id.
    public let user: String
    /// `cs_…`.
    public let session: String
    /// The package's id.
    public let package: String
    /// What the buyer was promised.
    public let credits: Int64
    /// The price shown, before discount and tax, in minor units of `currency`.
    public let price: Int64
    /// Three letters, lower case: the session's currency.
    public let currency: String
    /// Unix seconds.
    public let openedAt: Int64
    /// Unix seconds.
    public let expiresAt: Int64

    /// A promise; credits in units of the product, the price in minor units, instants in Unix seconds.
    public init(
        user: String,
        session: String,
        package: String,
        credits: Int64,
        price: Int64,
        currency: String = "usd",
        openedAt: Int64,
        expiresAt: Int64? = nil
    ) {
        self.user = user
        self.session = session
        self.package = package
        self.credits = credits
        self.price = price
        self.currency = currency
        self.openedAt = openedAt
        self.expiresAt = expiresAt ?? openedAt + 86_400
    }
}

/// One attempt of Stripe to tell the application of an event.
public struct WebhookDelivery: Sendable {
    /// What is told.
    public let event: Event
    /// Unix seconds.
    public let at: Int64
    /// 1 for the first attempt.
    public let attempt: Int
    /// What goes wrong on the application's side; nil when the handler does as it should.
    public let flaw: HandlerFlaw?

    /// A delivery at an instant in Unix seconds.
    public init(event: Event, at: Int64, attempt: Int = 1, flaw: HandlerFlaw? = nil) {
        self.event = event
        self.at = at
        self.attempt = attempt
        self.flaw = flaw
    }

    /// Whether the endpoint answered with 2xx. It does so even when the handler failed.
    public var isAnswered: Bool { flaw != .endpointDown }
}

/// The ways in which the application's handler loses or doubles credits.
public enum HandlerFlaw: String, Sendable, CaseIterable {
    /// Nothing answered: the event is lost unless Stripe's retry gets through, which within the data it does not.
    case endpointDown
    /// Crediting fails; a purchase row says `failed`, and the answer is 200 all the same.
    case functionError
    /// The handler ends between the credit and the purchase row.
    case crashBetweenCreditAndPurchase
    /// The event comes a second time and is credited a second time.
    case deliveredAgain
}

/// Credits that a buyer used up.
public struct Consumption: Sendable, Equatable {
    /// The buyer's id.
    public let user: String
    /// How many; never more than the buyer has.
    public let credits: Int64
    /// Unix seconds.
    public let at: Int64

    /// A use of credits at an instant in Unix seconds.
    public init(user: String, credits: Int64, at: Int64) {
        self.user = user
        self.credits = credits
        self.at = at
    }
}

/// Something that the application lives through.
public enum HistoryStep: Sendable {
    case signUp(Buyer)
    case openCheckout(CheckoutPromise)
    case webhook(WebhookDelivery)
    case consume(Consumption)
    /// The buyer's account is deleted, and everything that the ledger knew of them with it.
    case deleteBuyer(id: String, at: Int64)

    /// Unix seconds.
    public var at: Int64 {
        switch self {
        case .signUp(let buyer): buyer.signedUpAt
        case .openCheckout(let promise): promise.openedAt
        case .webhook(let delivery): delivery.at
        case .consume(let consumption): consumption.at
        case .deleteBuyer(_, let at): at
        }
    }
}
