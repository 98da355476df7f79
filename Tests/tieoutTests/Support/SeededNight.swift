import Foundation
import PostgresLedger
import ReferenceApplication
import StripeSimulator
import TestSupport

/// A seeded month of sales, at Stripe and in the ledger of the application that lived through it with all its flaws.
struct SeededNight {
    let month: SalesMonth
    let database: TestDatabase
    let stripe: Server
    let program: Program
    /// RFC 3339, before the month's first sale.
    let since: String

    /// A night of that seed, on a database that the application's own role owns unless it is the superuser's.
    init(seed: UInt64, sessions: Int = 200, account: String? = nil, role: String? = nil) async throws {
        let ending = Int64(Date().timeIntervalSince1970) - 3_600
        month = SalesMonth(seed: seed, ending: ending, sessions: sessions)
        since = OneMissedSale.rfc3339(ending - 31 * 86_400)
        database = try TestDatabase.empty()
        if let role { try Self.hand(database, to: role) }
        try Self.live(through: month, in: database, as: role)
        var served = month.account
        if let account { served.id = account }
        stripe = try Server(served)
        let user = role ?? "postgres"
        program = Program(
            environment: [
                "STRIPE_API_BASE": stripe.baseURL, "STRIPE_SECRET_KEY": "sk_test_tieout",
                "DATABASE_URL": database.url.replacing("//postgres@", with: "//\(user)@"),
            ],
            folder: try WorkFolder()
        )
    }

    /// Sessions that Tieout granted, with their credits, by the ledger's journal and Tieout's corrections together.
    func grants() throws -> [String: Int64] {
        let rows = try database.connect().query(
            """
            SELECT t.reference_id AS session, sum(t.amount) AS credits
            FROM public.credit_transactions AS t
            JOIN tieout.correction AS c ON c.stripe_id = t.reference_id AND c.action = 'grant'
            WHERE t.type = 'purchase' AND t.created_at >= (SELECT min(started_at) FROM tieout.run)
            GROUP BY t.reference_id
            """
        )
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.text("session"), try $0.integer("credits")) })
    }

    /// Buyers whose balance is not the sum of their movements.
    func drift() throws -> [String] {
        try database.connect().query(
            """
            SELECT c.user_id FROM public.user_credits c
            LEFT JOIN public.credit_transactions t ON t.user_id = c.user_id
            GROUP BY c.user_id, c.balance HAVING c.balance <> coalesce(sum(t.amount), 0)
            """
        ).map { try $0.text("user_id") }
    }

    private static func hand(_ database: TestDatabase, to role: String) throws {
        let statement: Statement = """
            SELECT format('CREATE ROLE %I LOGIN CREATEROLE', $1::text) AS creation,
                   format('ALTER DATABASE %I OWNER TO %I', current_database(), $1::text) AS change
            """
        let connection = try database.connect()
        let row = try connection.query(statement, [.text(role)])[0]
        try connection.execute(script: try row.text("creation"))
        try connection.execute(script: try row.text("change"))
    }

    private static func live(through month: SalesMonth, in database: TestDatabase, as role: String?) throws {
        let settings = try role.map { try database.settings(as: $0) } ?? database.settings
        let application = try ReferenceApplication(Connection(settings))
        try application.createLedgerAsFound()
        try application.live(through: month)
    }
}
