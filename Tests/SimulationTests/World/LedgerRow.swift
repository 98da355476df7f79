/// A row of the reference ledger, of any of its tables.
enum LedgerRow: Sendable {
    case user(String)
    case package(PackageRow)
    case checkout(CheckoutRow)
    case purchase(PurchaseRow)
    case movement(MovementRow)
    case payment(PaymentRow)
    case invoice(InvoiceRow)
    case balance(OddBalance)
    case subscription(SubscriptionRow)
    case provider(ProviderRow)
}

/// A row of `credit_packages`.
struct PackageRow: Sendable, Codable {
    var id: String
    var credits: Int64
    /// Major units of USD.
    var price: String
    /// Unix seconds, as all times here.
    var updatedAt: Int64
}

/// A row of `checkout_sessions`.
struct CheckoutRow: Sendable, Codable {
    var session: String
    var user: String
    var package: String?
    var credits: Int64
    var price = "20.00"
    var status: String?
    var createdAt: Int64
}

/// A row of `user_credit_purchases`.
struct PurchaseRow: Sendable, Codable {
    /// What its key is made from.
    var number = 0
    var session: String?
    var user: String?
    var package: String? = nil
    var credits: Int64
    /// Major units of the session's currency, as decimal text.
    var amount: String
    var status: String
    var error: String? = nil
    var createdAt: Int64
}

/// A row of `credit_transactions`; the balances before and after it are worked out when it is written.
struct MovementRow: Sendable, Codable {
    var user: String
    var type = "purchase"
    var credits: Int64
    var reference: String?
    /// JSON text.
    var metadata: String? = nil
    /// Nil where an application writes none.
    var createdAt: Int64?
    var balanceBefore: Int64 = 0
    var balanceAfter: Int64 = 0
}

/// A row of `payment_logs`.
struct PaymentRow: Sendable, Codable {
    var intent: String
    var amount: String
    var currency: String?
    var status: String?
}

/// A row of `invoice_logs`.
struct InvoiceRow: Sendable, Codable {
    var invoice: String
    var amountPaid: String?
    var amountDue: String
    var currency: String
    var status: String?
}

/// A buyer's balance that the journal alone does not make.
struct OddBalance: Sendable {
    var user: String
    /// What they had before the journal's first movement.
    var opening: Int64 = 0
    /// What was written without a movement.
    var drift: Int64 = 0
    /// Whether its row was removed.
    var isRemoved = false
}

/// A row of `user_credits`.
struct BalanceRow: Sendable, Codable {
    var user: String
    var credits: Int64
}

/// A row of a table of subscriptions, which the reference ledger has not.
struct SubscriptionRow: Sendable, Codable {
    var subscription: String
    var user: String
    var status: String?
}

/// A row of `platform_credits`.
struct ProviderRow: Sendable, Codable {
    var name: String
    var balance: Int64
    var threshold: Int64?
    /// Provider credits that serve ten of a buyer's.
    var ratioInTenths: Int64?
}

/// The rows of a world, table by table.
struct LedgerRows: Sendable {
    var users: [String] = []
    var packages: [PackageRow] = []
    var checkouts: [CheckoutRow] = []
    var purchases: [PurchaseRow] = []
    var movements: [MovementRow] = []
    var payments: [PaymentRow] = []
    var invoices: [InvoiceRow] = []
    var subscriptions: [SubscriptionRow] = []
    var providers: [ProviderRow] = []
    /// Made from the movements and the odd balances.
    private(set) var balances: [BalanceRow] = []
    private var oddBalances: [OddBalance] = []

    mutating func append(_ row: LedgerRow) {
        switch row {
        case .user(let user): users.append(user)
        case .package(let package): packages.append(package)
        case .checkout(let checkout): checkouts.append(checkout)
        case .purchase(let purchase): purchases.append(purchase)
        case .movement(let movement): movements.append(movement)
        case .payment(let payment): payments.append(payment)
        case .invoice(let invoice): invoices.append(invoice)
        case .balance(let balance): oddBalances.append(balance)
        case .subscription(let subscription): subscriptions.append(subscription)
        case .provider(let provider): providers.append(provider)
        }
    }

    /// Writes into each movement its buyer's balance before and after it, in the order of time, and makes the balances.
    mutating func balance() {
        var standing = Dictionary(grouping: oddBalances, by: \.user).mapValues { $0.reduce(0) { $0 + $1.opening } }
        let order = movements.indices.sorted { (movements[$0].createdAt ?? 0, $0) < (movements[$1].createdAt ?? 0, $1) }
        for place in order {
            movements[place].balanceBefore = standing[movements[place].user] ?? 0
            movements[place].balanceAfter = movements[place].balanceBefore + movements[place].credits
            standing[movements[place].user] = movements[place].balanceAfter
        }
        for odd in oddBalances { standing[odd.user, default: 0] += odd.drift }
        for odd in oddBalances where odd.isRemoved { standing[odd.user] = nil }
        // No balance is below zero.
        balances = standing.sorted { $0.key < $1.key }.map { BalanceRow(user: $0.key, credits: max($0.value, 0)) }
    }
}
