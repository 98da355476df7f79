import ArgumentParser
import Foundation
import PostgresLedger
import PrivateCluster
import Reconciliation

/// Times grants by the whole posting protocol beside bare calls of the granting function, in one database that waits for
/// its disk, and prints a line of JSON for each round.
@main
struct BenchmarkPosting: AsyncParsableCommand {
    @Option(help: "How many grants, and how many bare calls, a round.")
    var grants = 5_000

    @Option(help: "How many of each are made before it is the other's turn.")
    var block = 500

    @Option(help: "How often everything is measured.")
    var rounds = 3

    @Option(help: "Over how many connections grants are posted at the same time.")
    var connections = 4

    @Option(help: "The folder of the PostgreSQL cluster, which is removed at the end.")
    var cluster: String

    func run() async throws {
        let cluster = try PrivateCluster(folder: URL(fileURLWithPath: cluster), installation: .find())
        defer { cluster.remove() }
        try cluster.start(waitingForDisk: true)
        let settings = try ConnectionSettings(
            keywords: ["host": cluster.folder.path, "user": PrivateCluster.superuser, "dbname": "postgres"]
        )
        let world = PostingWorld(buyers: grants, history: 20)
        let ledger = PostgresLedger(settings)
        try await world.enter(ledger)
        let context = PostingContext(run: world.run, protection: .ledgerGuard)
        guard case .taken(let lease) = try await RunLease.take(for: world.run, on: settings, patience: .seconds(60))
        else {
            throw ValidationError("the lease is held")
        }
        await ledger.obey(lease)
        let connections = await PostingConnections(
            of: ledger,
            most: connections,
            for: (0..<grants).map { world.grant(to: $0, round: 0, by: "tieout") }
        )
        if let refusal = connections.refusal { throw refusal }
        let bare = try Connection(settings)
        for round in 0..<rounds {
            try bare.execute(script: "CHECKPOINT", named: "CHECKPOINT")
            try await emit(measure(round, world, connections, context, bare))
        }
        await lease.release()
    }

    /// One round: blocks of grants and of bare calls in turn, so that what else the machine does hits both. Who comes first
    /// changes from block to block: after a checkpoint the first to write to a page has all of it written to the log.
    private func measure(
        _ round: Int,
        _ world: PostingWorld,
        _ connections: PostingConnections,
        _ context: PostingContext,
        _ bare: Connection
    ) async throws -> [String: Any] {
        var (posting, bareCalls) = (Duration.zero, Duration.zero)
        for start in stride(from: 0, to: grants, by: block) {
            let buyers = start..<min(start + block, grants)
            let due = buyers.map { world.grant(to: $0, round: round, by: "tieout") }
            let alsoDue = buyers.map { world.grant(to: $0, round: round, by: "bare") }
            let isPostingFirst = start / block % 2 == 0
            if !isPostingFirst { bareCalls += try time(of: alsoDue, on: bare, world) }
            let beginning = ContinuousClock.now
            let posted = try await connections.post(due, context: context, mostFailuresInARow: 5, mayGoOn: {})
            posting += .now - beginning
            let failed = posted.first { if case .posted = $0.outcome { false } else { true } }
            guard posted.count == due.count, failed == nil else { throw ValidationError("\(failed as Any)") }
            if isPostingFirst { bareCalls += try time(of: alsoDue, on: bare, world) }
        }
        return [
            "peer": "posting", "grants": grants, "connections": connections.count, "seconds": posting / .seconds(1),
            "bare_seconds": bareCalls / .seconds(1),
        ]
    }

    private func time(of due: [PlannedCorrection], on bare: Connection, _ world: PostingWorld) throws -> Duration {
        let beginning = ContinuousClock.now
        for grant in due { try world.callBare(for: grant.correction, on: bare) }
        return .now - beginning
    }

    private func emit(_ object: [String: Any]) throws {
        let line = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
        FileHandle.standardOutput.write(line + [UInt8(ascii: "\n")])
    }
}
