import Foundation
import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// What stands between the program and its database, how the server is set, and clocks that disagree: a run does all of its
/// work as usual, or none of it with advice.
@Suite struct ServerSettingTests {
    private let night: FaultNight

    init() async throws { night = try await FaultNight() }

    private func expectNothingWasDone(
        _ ending: Ending,
        status: Int32,
        saying words: String,
        since before: [String]
    ) throws {
        #expect(ending.status == status, "\(ending.output)\(ending.notes)")
        #expect((ending.output + ending.notes).contains(words), "\(ending.output)\(ending.notes)")
        #expect(try night.database.writesToTheLedger() == before)
    }

    /// A run through a PgBouncer, which is gone when the run has ended.
    private func run(throughPoolerIn mode: String) throws -> Ending {
        let pooler = try TestPooler(before: night.database, mode: mode)
        return try night.program.with(["DATABASE_URL": pooler.url]).run(night.arguments)
    }

    @Test func aPoolerInSessionModeIsNoHindrance() async throws {
        let ending = try run(throughPoolerIn: "session")
        #expect(ending.status == 0, "\(ending.output)\(ending.notes)")
        #expect(try LedgerState(of: night.database) == (try await KillTests.undisturbed.value).state)
        try await expectRecovery(of: night)
        Figures.add(1, "poolers in session mode, as without", row: 18, test: "ServerSettingTests")
    }

    @Test func aPoolerInTransactionModeIsRefused() async throws {
        let before = try night.database.writesToTheLedger()
        let ending = try run(throughPoolerIn: "transaction")
        try expectNothingWasDone(ending, status: 78, saying: "port 5432 instead of 6543", since: before)
        Figures.add(1, "poolers in transaction mode, refused", row: 18, test: "ServerSettingTests")
    }

    @Test func aReadOnlyServerIsRefused() async throws {
        let before = try night.database.writesToTheLedger()
        try night.database.connect().execute(
            script: "ALTER DATABASE \(night.database.name) SET default_transaction_read_only = on"
        )
        try expectNothingWasDone(try night.run(), status: 78, saying: "read only", since: before)
        Figures.add(1, "read-only targets, refused", row: 18, test: "ServerSettingTests")
    }

    /// A real standby that follows its primary: nothing can be written there, and nothing arrives at the primary.
    @Test func aStreamingStandbyIsRefused() async throws {
        let primary = try TestCluster.another()
        let night = try await FaultNight(on: try await TestDatabase.make(on: primary))
        let standby = try primary.standby()
        let before = try night.database.writesToTheLedger()
        let program = night.program.with(["DATABASE_URL": standby.url(database: night.database.name)])
        for arguments in [night.arguments, night.arguments.filter { $0 != "--apply" }] {
            let ending = try program.run(arguments)
            #expect(ending.status == 78, "\(ending.output)\(ending.notes)")
            #expect(ending.output.contains("is a read-only replica"), "\(ending.output)")
        }
        #expect(try night.database.writesToTheLedger() == before)
        #expect(try night.database.connect().query("SELECT FROM tieout.run").isEmpty)
        #expect(night.program.folder.names(in: "reports") == [])
        // It is a standby that follows: what the primary is given arrives there.
        #expect(try night.run().status == 0)
        let follower = try Connection(ConnectionSettings(url: standby.url(database: night.database.name)))
        let deadline = ContinuousClock.now + .seconds(60)
        while try follower.query("SELECT FROM tieout.correction WHERE action = 'grant'").count < 3,
            ContinuousClock.now < deadline
        {}
        #expect(try follower.query("SELECT FROM tieout.correction WHERE action = 'grant'").count == 3)
        try await expectRecovery(of: night)
        standby.remove()
        primary.remove()
        Figures.add(2, "runs on a streaming standby, refused", row: 18, test: "ServerSettingTests")
    }

    /// The server's own limits are for whoever sets none: a run that meets one says which statement did, has done whole
    /// transactions only, and is made good by the next.
    @Test(arguments: ["1ms", "3ms", "10ms", "30ms"]) func aServerThatEndsStatementsEarly(_ limit: String) async throws {
        let setting = "ALTER DATABASE \(night.database.name) SET statement_timeout"
        do {
            // Connected before, since the limit would end what this test does, too; and gone before the recovery is looked
            // at. Not RESET: whoever looks must not be ended, either.
            let observer = try night.database.connect()
            try observer.execute(script: "\(setting) = '\(limit)'")
            let ending = try night.run()
            #expect([0, 1, 3].contains(ending.status), "\(ending.output)\(ending.notes)")
            if ending.status == 1 { #expect(ending.output.contains("statement timeout"), "\(ending.output)") }
            try observer.execute(script: "\(setting) = 0")
        }
        try await expectRecovery(of: night)
        Figures.add(1, "statement time-outs of the server's own", row: 18, test: "ServerSettingTests")
    }

    @Test(arguments: [-600, 600]) func aStripeWhoseClockIsTenMinutesOff(_ seconds: Int64) async throws {
        var options = Server.Options()
        options.clock = { Int64(Date().timeIntervalSince1970) + seconds }
        let stripe = try Server(night.stripe.account, options: options)
        let before = try night.database.writesToTheLedger()
        let ending = try night.program.with(["STRIPE_API_BASE": stripe.baseURL]).run(night.arguments)
        try expectNothingWasDone(ending, status: 78, saying: "clock", since: before)
        Figures.add(1, "clocks ten minutes off Stripe's, refused", row: 21, test: "ServerSettingTests")
    }

    /// The database's clock dates what is posted and nothing else: what is found and granted is the same.
    @Test func aDatabaseWhoseClockIsTenMinutesOff() async throws {
        let seconds: Int64 = 600
        let cluster = try TestCluster.another(clockOffBy: seconds)
        let night = try await FaultNight(on: try await TestDatabase.make(on: cluster))
        let ending = try night.run()
        #expect(ending.status == 0, "\(ending.output)\(ending.notes)")
        #expect(try LedgerState(of: night.database) == (try await KillTests.undisturbed.value).state)
        let posted = try night.database.connect().query(
            "SELECT extract(epoch FROM min(posted_at))::bigint AS at FROM tieout.correction"
        )[0].integer("at")
        #expect(abs(posted - Int64(Date().timeIntervalSince1970) - seconds) < 300, "by the database's clock")
        try await expectRecovery(of: night)
        cluster.remove()
        Figures.add(1, "databases whose clock is ten minutes off, as without", row: 21, test: "ServerSettingTests")
    }
}
