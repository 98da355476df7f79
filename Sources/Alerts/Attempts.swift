/// Tries something a few times, waiting in between, and says what became of it.
struct Attempts: Sendable {
    /// How often at most.
    let most: Int
    /// The longest wait between two tries, whatever the other side asks for.
    let longestWait: Duration
    /// How it waits; tests let time pass otherwise.
    let pause: @Sendable (Duration) async throws -> Void

    /// Sends until it arrives, cannot arrive, was tried often enough, or the task is cancelled, since no time is left.
    func outcome(
        of name: String,
        _ send: () async throws(DeliveryFailure) -> Void
    ) async -> Delivery.Outcome {
        var (tries, reason) = (0, String?.none)
        while !Task.isCancelled {
            tries += 1
            do {
                try await send()
                return Delivery.Outcome(channel: name, failure: nil, tries: tries)
            } catch {
                // What was cut off says no more than that it was.
                guard !Task.isCancelled else { break }
                reason = error.reason
                guard error.mayPass, tries < most else {
                    return Delivery.Outcome(channel: name, failure: reason, tries: tries)
                }
                try? await pause(wait(after: tries, asked: error.retryAfter))
            }
        }
        let before = reason.map { "; before that, \($0)" } ?? ""
        return Delivery.Outcome(channel: name, failure: "given up, since no time was left\(before)", tries: tries)
    }

    /// One second, then two, each with jitter, unless the other side asks for more.
    private func wait(after tries: Int, asked: Duration?) -> Duration {
        let usual = Duration.milliseconds(Int64.random(in: 750...1_250) << (tries - 1))
        return min(max(usual, asked ?? .zero), longestWait)
    }
}
