import Failpoints
import Foundation
import PostgresLedger
import TestSupport
import Testing

/// The server restarts while a run is at a step: in order, or as after a power failure, when unlogged tables are empty.
@Suite(.serialized) struct RestartTests {
    private static let server = Result { try TestCluster.another() }

    private static let moments: [Moment] =
        Long.isOn
        ? Moment.all
        : [
            Moment(step: .collected), Moment(step: .called, after: .planned),
            Moment(step: .commitSent, after: .correctionRecorded, since: .planned),
            Moment(step: .batchWritten), Moment(step: .accounted),
        ]

    @Test(arguments: moments, [false, true]) func restartedAtAStep(_ moment: Moment, crashing: Bool) async throws {
        let server = try Self.server.get()
        let database = try await TestDatabase.make(on: server)
        // The tests' servers forget the last commits in a crash unless they are told not to.
        try database.connect().execute(
            script: """
                DO $$ BEGIN
                    EXECUTE format('ALTER DATABASE %I SET synchronous_commit = on', current_database());
                END $$
                """
        )
        let night = try await FaultNight(on: database)
        let watch = Watch(for: moment)
        let listener = try StepListener { arrival in
            guard watch.isStruck(by: arrival.step) else { return }
            try? server.restart(crashing: crashing)
        }
        let ending = try night.run(hearing: listener)
        #expect(watch.hasCome)
        #expect([0, 69].contains(ending.status), "\(ending.output)\(ending.notes)")
        try await expectRecovery(of: night)
        Figures.add(1, "restarts and crashes of the server, a step each", row: 8, test: "RestartTests.restartedAtAStep")
    }
}
