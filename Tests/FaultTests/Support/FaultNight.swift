import Foundation
import PostgresLedger
import ReferenceApplication
import StripeSimulator
import TestSupport

/// A night with something of everything that is posted, in which one thing goes wrong.
struct FaultNight: Sendable {
    let database: TestDatabase
    let stripe: Server
    let program: Program
    /// Every sale, by its session.
    let purchases: [String: Purchase]

    /// The arguments of a run over the whole story that posts; the last two ask for JSON.
    let arguments: [String]

    /// A night after a shop's days. The database may be on a server of its own; grants are posted over several
    /// connections unless said otherwise.
    init(
        on database: TestDatabase? = nil,
        lease: String = "60s",
        connections: Int = 4,
        _ story: (inout Shop) throws -> Void = FaultNight.something
    ) async throws {
        let base: TestDatabase
        if let database { base = database } else { base = try await TestDatabase.make() }
        self.database = base
        let connection = try base.connect()
        try GrantAudit.install(connection)
        var shop = try Shop(connection)
        try story(&shop)
        purchases = shop.purchases
        stripe = try Server(shop.account)
        let folder = try WorkFolder()
        program = Program(
            environment: [
                "STRIPE_API_BASE": stripe.baseURL, "STRIPE_SECRET_KEY": "sk_test_tieout", "DATABASE_URL": base.url,
            ],
            folder: folder
        )
        let configuration = try folder.write(
            """
            lease: \(lease)
            posting_connections: \(connections)
            stripe:
              rate: 1000
              rate_per_endpoint: 1000

            """,
            to: "tieout.yaml"
        )
        let since = Date(timeIntervalSinceNow: -7 * 86_400).formatted(.iso8601)
        arguments = ["run", "--apply", "--since", since, "--config", configuration, "--output", "json"]
    }

    /// Two grants to buyers without a balance and with one, one after a failed attempt, a purchase row to write, and
    /// log rows and statuses.
    static func something(_ shop: inout Shop) throws {
        try shop.sell("done", to: 2, .done)
        try shop.sell("lost1", to: 1, .lost)
        try shop.sell("lost2", to: 2, .lost)
        try shop.sell("failed", to: 2, .failed)
        try shop.sell("crashed", to: 3, .crashed)
    }

    /// Runs it.
    func run() throws -> Ending { try program.run(arguments) }

    /// Runs it with a listener that acts at its steps.
    func run(hearing listener: StepListener) throws -> Ending {
        let ending = try program.with(listener.environment).run(arguments)
        withExtendedLifetime(listener) {}
        return ending
    }

    /// What is wrong with the report folders: each is as its own sums say, and none is half there.
    func brokenReports() throws -> [String] {
        let folder = "\(program.folder.path)/reports"
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder).filter { name in
            // Beside the folders lie the list of all runs and the name of the last.
            guard !["latest", "index.html"].contains(name) else { return false }
            let check = Process()
            check.executableURL = URL(filePath: "/usr/bin/sha256sum")
            check.arguments = ["--check", "--status", "--strict", "SHA256SUMS"]
            check.currentDirectoryURL = URL(filePath: "\(folder)/\(name)")
            check.standardError = FileHandle.nullDevice
            try check.run()
            check.waitUntilExit()
            return check.terminationStatus != 0
        }
    }
}
