/// A row of the reference ledger, of any of its tables.
enum LedgerRow: Sendable {
    case user(String)
    case package(PackageRow)
    case checkout(CheckoutRow)
    case purchase(PurchaseRow)
    case movement(MovementRow)
    case payment(PaymentRow)
    case invoice(InvoiceRow)
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
    var currency: String
    var status: String?
}

/// A row of `invoice_logs`.
struct InvoiceRow: Sendable, Codable {
    var invoice: String
    var amountPaid: String
    var amountDue: String
    var currency: String
    var status: String?
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

    mutating func append(_ row: LedgerRow) {
        switch row {
        case .user(let user): users.append(user)
        case .package(let package): packages.append(package)
        case .checkout(let checkout): checkouts.append(checkout)
        case .purchase(let purchase): purchases.append(purchase)
        case .movement(let movement): movements.append(movement)
        case .payment(let payment): payments.append(payment)
        case .invoice(let invoice): invoices.append(invoice)
        }
    }
}
