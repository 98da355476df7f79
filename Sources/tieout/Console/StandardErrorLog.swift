import Foundation
import Logging
import Reconciliation

/// Log lines on standard error, one each, with the run and whatever else is known.
struct StandardErrorLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?
    var logLevel: Logger.Level
    private let format: LogFormat

    init(level: Logger.Level, format: LogFormat) { (logLevel, self.format) = (level, format) }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
        let line = format.line(event.level.rawValue, "\(event.message)", all)
        // A line of JSON says its level itself, and is read by whoever takes lines of JSON.
        let said = format == .text ? Journal.prefixed(line, level: event.level.rawValue) : line
        try? FileHandle.standardError.write(contentsOf: Data((said + "\n").utf8))
    }
}

extension Output {
    /// The log of a command, or of a run: everything from `info` on, or nothing but errors under `--quiet`.
    func log(_ label: String, of run: RunID? = nil) -> Logger {
        var log = Logger(label: label) { _ in StandardErrorLog(level: isQuiet ? .error : .info, format: logFormat) }
        if let run { log[metadataKey: "run_id"] = "\(run)" }
        return log
    }
}
