import ArgumentParser
import Foundation
import Reconciliation

/// How log lines are written on standard error.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    /// Short text for people.
    case text
    /// One JSON object a line, for programs that collect logs.
    case json

    /// One line, secrets blotted and without what a terminal would obey.
    ///
    /// - Parameters:
    ///   - level: `debug`, `info`, `warning`, `error`, `critical`.
    ///   - pairs: whatever else is known, by its name: `run_id`, `phase`, `event`, `request_id`.
    func line(_ level: String, _ message: String, _ pairs: [String: String], at time: Date = Date()) -> String {
        let blotting = Blotting.ofThisProcess
        switch self {
        case .text:
            let tail = pairs.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
            // A line break in a value would look like a line of our own.
            let line = "\(Instant(time)) \(level) \(message)\(tail)".replacing("\r", with: " ").replacing(
                "\n",
                with: " "
            )
            return blotting.blottedByForm(line).printable
        case .json:
            var object: [String: Any] = pairs.mapValues { blotting.blottedByForm($0).printable }
            object["ts"] = time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
            object["level"] = level
            object["msg"] = blotting.blottedByForm(message).printable
            return Output.jsonLine(object)
        }
    }
}
