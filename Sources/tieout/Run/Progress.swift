import Foundation
import Reconciliation
import Synchronization

/// Says on standard error how far a run is: phases and counts, a line each.
final class Progress: Sendable {
    private let console: Output
    private let counts = Mutex<[RecordKind: Int]>([:])

    /// Progress that is told there.
    init(console: Output) { self.console = console }

    /// A stage begins.
    func begin(_ stage: String, of count: Int? = nil) {
        console.note(count.map { "\(stage): \($0)" } ?? stage)
    }

    /// Records came in.
    func fetched(_ count: Int, of kind: RecordKind) {
        counts.withLock { $0[kind, default: 0] += count }
    }

    /// How many records of each kind came in so far.
    var fetched: [RecordKind: Int] { counts.withLock { $0 } }
}
