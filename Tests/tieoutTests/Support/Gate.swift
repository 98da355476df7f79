import Foundation
import StripeSimulator
import Synchronization

/// Holds a request of the program back for as long as a test needs a run to be in the middle of its work.
final class Gate: Sendable {
    private let arrival = DispatchSemaphore(value: 0)
    private let opening = DispatchSemaphore(value: 0)
    private let isUsed = Mutex(false)
    private let isMeant: @Sendable (RequestDescription) -> Bool

    /// Stops the first request of that kind.
    init(_ isMeant: @escaping @Sendable (RequestDescription) -> Bool) { self.isMeant = isMeant }

    /// Stops the first list request to this path after preflight's own.
    convenience init(path: String) {
        self.init { $0.path == path && $0.numberOnPath == 2 }
    }

    /// For `OneMissedSale(fault:)`: faultless, but the one request waits here.
    func pass(_ request: RequestDescription) -> Fault? {
        guard isMeant(request) else { return nil }
        guard
            isUsed.withLock({ isUsed in
                defer { isUsed = true }; return !isUsed
            })
        else { return nil }
        arrival.signal()
        _ = opening.wait(timeout: .now() + 60)
        return nil
    }

    /// Returns when the run stands before the gate; false when it does not come.
    func isReached() -> Bool { arrival.wait(timeout: .now() + 60) == .success }

    /// Lets the request through.
    func open() { opening.signal() }
}
