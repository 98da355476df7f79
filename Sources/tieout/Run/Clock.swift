import Foundation
import Reconciliation

extension Instant {
    /// The machine's clock, to the second.
    static var now: Instant { Instant(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)) }
}
