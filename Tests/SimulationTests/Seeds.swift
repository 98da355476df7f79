import Foundation

/// Which worlds are tried: 50, or 1,000 with `scripts/test --long`; `TIEOUT_SEED` tries that one alone.
enum Seeds {
    static let all: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["TIEOUT_SEED"].flatMap(UInt64.init) { return [seed] }
        return (1...(environment["TIEOUT_LONG"] == "1" ? 1_000 : 50)).map { $0 }
    }()

    /// All of them are tried in so many parts at the same time.
    static let partCount: UInt64 = 4

    /// The seeds of a part.
    static func part(_ number: UInt64) -> [UInt64] { all.filter { $0 % partCount == number } }

    /// A fifth as many, and other ones: for properties, of which each runs its worlds two or three times.
    static var some: [UInt64] { all.count == 1 ? all : all.prefix(all.count / 5).map { $0 + 5_000 } }
}

extension World {
    /// Tries a property on the world of each of the seeds ``Seeds/some``, with books to put it into.
    static func each(_ body: (World, SimulationBooks) async throws -> Void) async throws {
        let simulation = try await SimulationBooks.open()
        for seed in Seeds.some { try await body(Workload.world(seed), simulation) }
    }
}
