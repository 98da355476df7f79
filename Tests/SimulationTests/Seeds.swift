import Foundation

/// Which worlds are tried: 50, or 1,000 with `scripts/test --long`; `TIEOUT_SEED` tries that one alone.
enum Seeds {
    static var all: [UInt64] {
        let environment = ProcessInfo.processInfo.environment
        if let seed = environment["TIEOUT_SEED"].flatMap(UInt64.init) { return [seed] }
        return (1...(environment["TIEOUT_LONG"] == "1" ? 1_000 : 50)).map { $0 }
    }
}
