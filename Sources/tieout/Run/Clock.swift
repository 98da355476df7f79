import Foundation
import Reconciliation

extension Instant {
    /// The machine's clock, to the second.
    static var now: Instant { Instant(Date()) }

    /// That moment, to the second.
    init(_ date: Date) { self.init(secondsSinceEpoch: Int64(date.timeIntervalSince1970.rounded(.down))) }
}
