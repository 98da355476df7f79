import ArgumentParser
import Reconciliation

extension Instant {
    /// An instant on the command line.
    ///
    /// - Throws: `ValidationError` for what is no instant, and for one without a zone.
    static func argument(_ text: String) throws -> Instant {
        if let instant = Instant(rfc3339: text) { return instant }
        if Instant(rfc3339: text + "Z") != nil {
            throw ValidationError(
                "“\(text)” names no zone; write \(text)Z for UTC, or \(text)+01:00 for an hour ahead of it"
            )
        }
        throw ValidationError("“\(text)” is no instant; write 2026-11-22T09:10:00Z")
    }
}
