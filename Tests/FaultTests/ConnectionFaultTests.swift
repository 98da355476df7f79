import Failpoints
import Foundation
import PostgresLedger
import TestSupport
import Testing

/// The connection breaks, the server restarts, the answer to a COMMIT does not arrive: what was done stands, what was
/// not done is done again, and no sale is granted twice.
@Suite struct ConnectionFaultTests {
    /// All sessions of the run are ended while it is at a step.
    @Test(arguments: Moment.all) func backendsEndedAtAStep(_ moment: Moment) async throws {
        let night = try await FaultNight()
        let watch = Watch(for: moment)
        let database = night.database
        let listener = try StepListener { arrival in
            guard watch.isStruck(by: arrival.step) else { return }
            Self.endSessions(of: database)
        }
        let ending = try night.run(hearing: listener)
        #expect(watch.hasCome)
        #expect([0, 69].contains(ending.status), "\(ending.output)\(ending.notes)")
        try await expectRecovery(of: night)
        Figures.add(
            1,
            "steps at which the run's sessions were ended",
            row: 8,
            test: "ConnectionFaultTests.backendsEndedAtAStep"
        )
    }

    /// Every COMMIT of a grant or a batch, in both manners; all COMMITs of a run with `TIEOUT_LONG=1`.
    @Test(arguments: CommitProxy.Break.allCases) func aConnectionLostInACommit(_ manner: CommitProxy.Break) async throws
    {
        let counted = try await FaultNight()
        let counter = try CommitProxy(to: counted.database.serverFolder)
        #expect(try counted.run(through: counter).status == 0)
        let all = 1...counter.commits
        // Three grants and seven batches come last but for the bookkeeping.
        let numbers = Long.isOn ? Array(all) : Array(all.suffix(18))
        for number in numbers {
            let night = try await FaultNight()
            let proxy = try CommitProxy(to: night.database.serverFolder, breaking: number, manner)
            let ending = try night.run(through: proxy)
            #expect(proxy.commits >= number)
            #expect([0, 69].contains(ending.status), "COMMIT \(number): \(ending.output)\(ending.notes)")
            try await expectRecovery(of: night, "COMMIT \(number), \(manner)")
            Figures.add(1, "COMMITs without an answer", row: 8, test: "ConnectionFaultTests.aConnectionLostInACommit")
        }
    }

    /// A grant whose COMMIT was kept and never answered is asked for by key: the run says that it granted it.
    @Test(arguments: [
        Moment(step: .commitSent, after: .correctionRecorded, since: .planned),
        Moment(step: .committed, after: .correctionRecorded, since: .planned),
    ])
    func aGrantThatWasKeptIsReportedAsGranted(_ moment: Moment) async throws {
        let night = try await FaultNight()
        let watch = Watch(for: moment)
        let database = night.database
        let listener = try StepListener { arrival in
            guard watch.isStruck(by: arrival.step) else { return }
            Self.awaitCorrection(in: database)
            Self.endSessions(of: database)
        }
        let ending = try night.run(hearing: listener)
        #expect(ending.status == 0, "\(ending.output)\(ending.notes)")
        let summary = try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
        #expect((summary?["grants"] as? [String: Any])?["count"] as? Int == 3, "\(ending.output)")
        try await expectRecovery(of: night)
    }

    private static func awaitCorrection(in database: TestDatabase) {
        guard let observer = try? database.connect() else { return }
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if let rows = try? observer.query("SELECT FROM tieout.correction"), !rows.isEmpty { return }
        }
    }

    /// Ends every session but the one that asks, and waits until they are gone.
    static func endSessions(of database: TestDatabase) {
        _ = try? database.connect().query(
            """
            SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
            """
        )
    }
}

extension FaultNight {
    /// Runs it with its database behind a proxy.
    func run(through proxy: CommitProxy) throws -> Ending {
        let ending = try program.with(["DATABASE_URL": proxy.url(of: database.name)]).run(arguments)
        withExtendedLifetime(proxy) {}
        return ending
    }
}
