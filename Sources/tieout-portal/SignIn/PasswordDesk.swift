import Foundation
import HTTPTransport
import Synchronization

/// Where passwords are hashed: two at once, on threads of its own, and a short queue.
///
/// A hash takes 64 MiB and a quarter of a second of one core; on Swift's shared pool a few of them would stop every other request.
final class PasswordDesk: Sendable {
    private let queue: OperationQueue
    private let waiting = Atomic(0)

    /// How many may wait or be at work; one more is sent away.
    static let places = 32

    init() {
        queue = OperationQueue()
        queue.name = "tieout.passwords"
        queue.maxConcurrentOperationCount = 2
    }

    /// Whether the hash was made of that password.
    ///
    /// - Throws: ``SignInRefusal/unavailable(_:)`` when too many wait already.
    func matches(_ hash: PasswordHash, _ password: Secret) async throws(SignInRefusal) -> Bool {
        guard waiting.add(1, ordering: .relaxed).newValue <= Self.places else {
            waiting.subtract(1, ordering: .relaxed)
            throw .unavailable("more than \(Self.places) passwords wait to be looked at")
        }
        defer { waiting.subtract(1, ordering: .relaxed) }
        return await withCheckedContinuation { continuation in
            queue.addOperation { continuation.resume(returning: hash.matches(password)) }
        }
    }
}
