import Foundation
import TestSupport
import Testing

/// A JSON object that the program wrote, read by paths such as `tie_out.usd.paid.count`.
struct JSONObject {
    private let root: [String: Any]

    /// Reads one.
    init(_ text: String) throws {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        root = try #require(value as? [String: Any], "not an object: \(text)")
    }

    init(_ object: [String: Any]) { root = object }

    func text(_ path: String) -> String? { value(path) as? String }
    func number(_ path: String) -> Int? { (value(path) as? NSNumber)?.intValue }
    func objects(_ path: String) -> [JSONObject] { (value(path) as? [[String: Any]] ?? []).map(JSONObject.init) }

    func texts(_ path: String) -> [String] { value(path) as? [String] ?? [] }

    /// A list of lists of texts, empty for null.
    func rows(_ path: String) -> [[String]] {
        (value(path) as? [[Any]] ?? []).map { row in row.map { $0 as? String ?? "" } }
    }

    /// The keys of an object; of the whole one for an empty path.
    func keys(_ path: String = "") -> [String] {
        ((path.isEmpty ? root : value(path)) as? [String: Any] ?? [:]).keys.sorted()
    }

    private func value(_ path: String) -> Any? {
        var value: Any? = root
        for name in path.split(separator: ".") { value = (value as? [String: Any])?[String(name)] }
        return value
    }
}

extension Ending {
    /// The result of `--output json`: standard output is one line that holds one object, and nothing else.
    func json(sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONObject {
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
        try #require(
            lines.count == 2 && lines[1].isEmpty,
            "one line expected: \(output)\(notes)",
            sourceLocation: sourceLocation
        )
        return try JSONObject(String(lines[0]))
    }
}
