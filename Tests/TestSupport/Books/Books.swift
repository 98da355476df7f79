import HTTPTransport
import PostgresLedger
import Reconciliation
import ReferenceApplication
import StripeAPI
import StripeSimulator

/// Two sets of books for one test: a Stripe that serves over HTTP and a ledger in PostgreSQL, both empty but for the
/// packages on sale and two buyers, and the nightly work that compares them.
public final class Books: Sendable {
    /// A buyer.
    public static let anna = "a0000000-0000-4000-8000-00000000000a"
    /// Another buyer.
    public static let boris = "b0000000-0000-4000-8000-00000000000b"
    /// When sales happen unless said otherwise, in Unix seconds: 2025-03-10T12:00:00Z, well within the period.
    public static let noon: Int64 = 1_741_608_000

    /// The ledger's database.
    public let database: TestDatabase
    /// The ledger as the job sees it.
    public let ledger: PostgresLedger
    let stripe: StripeClient
    let period: Period
    private let server: Server

    /// Books of ten days around ``noon``, in which nothing has been sold yet.
    public static func open() async throws -> Books {
        let books = try await Books(
            TestDatabase.make(),
            serving: StripeAccount(),
            over: Period(
                since: Instant(secondsSinceEpoch: noon - 5 * .day),
                cutOff: Instant(secondsSinceEpoch: noon + 5 * .day)
            )
        )
        try books.application { application throws(PostgresError) in
            try application.stock(at: noon - 100 * .day)
            for buyer in [anna, boris] {
                let name = buyer == anna ? "anna" : "boris"
                try application.signUp(
                    Buyer(
                        id: buyer,
                        email: "\(name)@example.com",
                        customer: "cus_\(name)",
                        signedUpAt: noon - 50 * .day
                    )
                )
            }
        }
        return books
    }

    /// Books in which the application has lived through a month of sales.
    public static func open(after month: SalesMonth, serving account: StripeAccount? = nil) async throws -> Books {
        let ending = Instant(secondsSinceEpoch: month.options.ending)
        let books = try await Books(
            TestDatabase.make(),
            serving: account ?? month.account,
            // An hour after the month's last event, which a cut-off would leave out.
            over: Period(since: ending - month.options.days * .day, cutOff: ending + .hour)
        )
        try ReferenceApplication(books.database.connect()).live(through: month)
        return books
    }

    /// The same books, looked at in a period that much later; in seconds.
    public func later(by delay: Int64) throws -> Books {
        Books(self, over: try Period(since: period.since + delay, cutOff: period.cutOff + delay))
    }

    private init(_ books: Books, over period: Period) {
        database = books.database
        ledger = books.ledger
        stripe = books.stripe
        server = books.server
        self.period = period
    }

    init(
        _ database: TestDatabase,
        mapping: LedgerMapping = .reference,
        serving account: StripeAccount,
        over period: Period,
        migrating: Bool = false
    ) async throws {
        self.database = database
        self.period = period
        let ledger = try await database.ledger(mapping: mapping)
        if migrating { try await ledger.migrate() }
        self.ledger = TestRoles.areOn ? try await TestRoles.poster(of: ledger, in: database) : ledger
        server = try Server(account)
        var configuration = try StripeConfiguration(baseURL: server.baseURL, key: Secret("sk_test_tieout"))
        configuration.rates = .unlimited
        stripe = StripeClient(configuration)
    }

    /// Changes what Stripe says.
    @discardableResult
    public func stripe<Value: Sendable>(_ change: @Sendable (inout StripeAccount) -> Value) -> Value {
        server.account.update(change)
    }

    /// Lets the application do something, in one transaction.
    public func application(
        _ steps: (ReferenceApplication) throws(PostgresError) -> Void
    ) throws {
        let connection = try database.connect()
        let application = try ReferenceApplication(connection)
        try connection.transaction { () throws(PostgresError) in try steps(application) }
    }

    /// Lets a person change the ledger by hand.
    public func sql(_ statement: Statement, _ parameters: [Parameter] = []) throws {
        try database.connect().query(statement, parameters)
    }

    /// The rows of a question of one column named `line`.
    public func lines(_ statement: Statement, _ parameters: [Parameter] = []) throws -> [String] {
        try database.connect().query(statement, parameters).map { try $0.text("line") }
    }

    /// How many rows the ledger shows that break `sum(movements) = balance`.
    public func usersWhoseBalanceIsNotTheSumOfTheirMovements() throws -> [String] {
        try lines(
            """
            SELECT coalesce(credits.user_id, journal.user_id)::text AS line
            FROM public.user_credits AS credits
            FULL JOIN (
                SELECT user_id, sum(amount) AS balance FROM public.credit_transactions GROUP BY user_id
            ) AS journal ON journal.user_id = credits.user_id
            WHERE coalesce(credits.balance, 0) <> coalesce(journal.balance, 0)
            """
        )
    }
}
