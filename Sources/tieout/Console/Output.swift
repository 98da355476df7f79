import ArgumentParser
import Foundation

/// How results are printed.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    /// For people.
    case text
    /// One JSON object on one line, also on failure.
    case json
}

/// Standard output for results, standard error for everything else.
struct Output {
    let format: OutputFormat
    let isQuiet: Bool
    var logFormat = LogFormat.text

    /// Prints a line of the result for people; nothing under `--output json`.
    func line(_ text: String = "") {
        if format == .text { Self.write(Blotting.ofThisProcess.blotted(text).printable + "\n", to: .standardOutput) }
    }

    /// Prints the result for machines; nothing under `--output text`.
    func json(_ object: [String: Any]) {
        guard format == .json else { return }
        let said = object.mapValues { Blotting.ofThisProcess.blotted($0) }
        Self.write(Self.jsonLine(said) + "\n", to: .standardOutput)
    }

    /// Says what is going on, on standard error.
    func note(_ text: String) {
        guard !isQuiet else { return }
        guard logFormat == .text else {
            return Self.write(logFormat.line("info", text, [:]) + "\n", to: .standardError)
        }
        let said = Blotting.ofThisProcess.blottedByForm(text).printable + "\n"
        Self.write(Journal.prefixed(said, level: "info"), to: .standardError)
    }

    /// Says why the program ends as it does: a sentence on standard error, and under JSON an object on standard output.
    func failure(_ failure: Failure) {
        json(of: failure)
        complain(failure)
    }

    /// Says the same on standard error alone, where standard output has a result of its own.
    func complain(_ failure: Failure) {
        guard logFormat == .text else {
            Self.write(logFormat.line("error", failure.sentence, failure.logged) + "\n", to: .standardError)
            return
        }
        let sentence = Blotting.ofThisProcess.blottedByForm("\(failure)").printable
        Self.write(Journal.prefixed("tieout: \(sentence)\n", level: "error"), to: .standardError)
    }

    /// Prints a failure for machines; nothing under `--output text`.
    func json(of failure: Failure) {
        var object: [String: Any] = [
            "schema_version": 1, "status": "failed", "exit_status": failure.status.rawValue,
            "error": Blotting.ofThisProcess.blottedByForm(failure.sentence),
        ]
        object["advice"] = failure.advice
        json(object)
    }

    /// The object on one line with its keys in order, so that two runs can be compared.
    static func jsonLine(_ object: [String: Any]) -> String {
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? JSONSerialization.data(withJSONObject: object, options: options) else {
            preconditionFailure("a result is made of JSON values")
        }
        return String(decoding: data, as: UTF8.self)
    }

    private static func write(_ text: String, to file: FileHandle) {
        try? file.write(contentsOf: Data(text.utf8))
    }
}
