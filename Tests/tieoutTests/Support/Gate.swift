import Foundation
import StripeSimulator
import Synchronization

/// Holds a request of the program back for as long as a test needs a run to be in the middle of its work.
final class Gate: Sendable {
    private let arrival = DispatchSemaphore(value: 0)
    private let opening = DispatchSemaphore(value: 0)
    private let isUsed = Mutex(false)
    private let path: String

    /// Stops the first list request to this path after preflight's own.
    init(path: String) { self.path = path }

    /// For `OneMissedSale(fault:)`: faultless, but the one request waits here.
    func pass(_ request: RequestDescription) -> Fault? {
        guard request.path == path, request.numberOnPath == 2 else { return nil }
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
