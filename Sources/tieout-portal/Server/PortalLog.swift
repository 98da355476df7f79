import Foundation
import Logging

/// The portal's own messages as lines of JSON on standard error, beside those of requests.
struct PortalLog: LogHandler {
    var logLevel = Logger.Level.notice
    var metadata: Logger.Metadata = [:]

    private struct Line: Encodable {
        var at: String
        var level: String
        var message: String
        var facts: [String: String]?
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = (event.metadata ?? [:]).mapValues { "\($0)" }
        let line = Line(
            at: Date().ISO8601Format(),
            level: event.level.rawValue,
            message: event.message.description,
            facts: facts.isEmpty ? nil : facts
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // A log that cannot be written is no reason to end.
        if let bytes = try? encoder.encode(line) { try? FileHandle.standardError.write(contentsOf: bytes + Data([10])) }
    }
}
