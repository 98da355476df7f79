import PostgresLedger
import ReferenceApplication
import StripeSimulator
import TestSupport
import Testing

/// The reference application's ledger as it is found, with one buyer who has 7 credits, and Tieout's schema beside it.
struct Ward {
    let database: TestDatabase
    let program: Program
    let stripe: Server

    init(
        _ script: String = "",
        migrated: Bool = true,
        prices: [Price] = [],
        readable: Set<ObjectKind> = Set(ObjectKind.allCases)
    ) async throws {
        database = try TestDatabase.empty()
        let connection = try database.connect()
        try ReferenceApplication(connection).createLedgerAsFound()
        try connection.execute(
            script: """
                INSERT INTO auth.users (id) VALUES ('b0e1f7a0-0000-4000-8000-000000000001');
                SET search_path = public;
                SELECT public.update_user_credits('b0e1f7a0-0000-4000-8000-000000000001', 7, 'bonus');
                """
        )
        if migrated { try await database.ledger().migrate() }
        if !script.isEmpty { try connection.execute(script: script) }
        var account = StripeAccount()
        for price in prices { account.prices.append(price) }
        account.webhookEndpoints.append(WebhookEndpoint("we_A", for: ["*"]))
        stripe = try Server(account, keys: [AccessKey("rk_test_reader", readable: readable)])
        program = Program(
            environment: [
                "STRIPE_API_BASE": stripe.baseURL, "STRIPE_SECRET_KEY": "rk_test_reader",
                "DATABASE_URL": database.url,
                // Somebody would be told, and somebody watches; the doctor sends nothing.
                "TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:1/services/T/B/X",
                "TIEOUT_HEARTBEAT_URL": "http://127.0.0.1:1/uuid",
            ],
            folder: try WorkFolder()
        )
    }

    func check(_ name: String, as role: String? = nil) throws -> (exit: Int32, JSONObject?) {
        var program = program
        if let role {
            program = program.with(["DATABASE_URL": database.url.replacing("//postgres@", with: "//\(role)@")])
        }
        let ending = try program.run("doctor", "--output", "json")
        return (ending.status, try ending.json().objects("checks").first { $0.text("name") == name })
    }
}
