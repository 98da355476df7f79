import Foundation
import Logging
import Reconciliation

/// Log lines on standard error: short text, one line each, with the run and whatever else is known behind it.
struct StandardErrorLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel: Logger.Level

    init(level: Logger.Level) { logLevel = level }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let pairs = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
        // A line break in a value would look like a line of our own.
        let line = "\(Instant.now) \(event.level) \(event.message)\(pairs)"
            .replacing("\r", with: " ").replacing("\n", with: " ")
        let said = Blotting.ofThisProcess.blottedByForm(line).printable
        try? FileHandle.standardError.write(contentsOf: Data((said + "\n").utf8))
    }
}

extension Output {
    /// The log of a command: everything from `info` on, or nothing but errors under `--quiet`.
    func log(_ label: String) -> Logger {
        Logger(label: label) { _ in StandardErrorLog(level: isQuiet ? .error : .info) }
    }
}
