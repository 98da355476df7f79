import Foundation
import PostgresLedger
import Reports
import Yams

/// The file's values by the names of their keys, each in its form.
extension ConfigurationFile {
    /// One value; nil where the key is not there.
    func text(_ name: String) throws(Failure) -> String? {
        guard let node = node(name) else { return nil }
        guard let scalar = node.scalar else { throw wrong(name, "a list or mapping", "one value") }
        return try expanded(scalar.string, name)
    }

    /// The text with each `${NAME}` replaced by that variable's value.
    private func expanded(_ text: String, _ name: String) throws(Failure) -> String {
        var parts = text.split(separator: "${", omittingEmptySubsequences: false).map(String.init)
        for index in parts.indices.dropFirst() {
            guard let end = parts[index].firstIndex(of: "}") else {
                throw Failure(.configuration, "\(path): a ${ of \(name) is not closed by }")
            }
            let variable = String(parts[index][..<end])
            guard let value = variables[variable], !value.isEmpty else {
                throw Failure(
                    .configuration,
                    "\(path): \(name) names the variable \(variable), which is not set",
                    advice: "Set it, or take \(name) out."
                )
            }
            parts[index] = value + parts[index][parts[index].index(after: end)...]
        }
        return parts.joined()
    }

    func node(_ name: String) -> Node? {
        var node: Node? = .mapping(root)
        for part in name.split(separator: ".") { node = node?.mapping?[String(part)] }
        return node
    }

    /// A list of texts, or one text alone.
    func texts(_ name: String) throws(Failure) -> [String]? {
        guard let node = node(name) else { return nil }
        let items = node.sequence.map(Array.init) ?? [node]
        let scalars = items.compactMap { $0.scalar?.string }
        let texts = try scalars.map { (text) throws(Failure) in try expanded(text, name) }.filter { !$0.isEmpty }
        guard texts.count == items.count, (1...MetadataKeys.mostOfOneFact).contains(texts.count) else {
            throw wrong(name, "such a value", "one to \(MetadataKeys.mostOfOneFact) names")
        }
        return texts
    }

    func rate(_ key: String, _ value: String) throws(Failure) -> Int {
        guard let rate = Int(value), (1...1_000_000).contains(rate) else {
            throw wrong(key, value, "a number of requests a second from 1 on")
        }
        return rate
    }

    /// A zone by its IANA name: an abbreviation or an offset would not know when clocks change.
    func timeZone(_ value: String) throws(Failure) -> String {
        let names = TimeZone.knownTimeZoneIdentifiers + ["UTC"]
        // Older names, such as Asia/Calcutta, are links and in no list.
        let isLink = value.contains("/") && TimeZone(identifier: value) != nil
        guard !names.contains(value), !isLink else { return value }
        throw Failure(
            .configuration,
            "\(path): reports.time_zone is “\(value)”, which is no IANA name of a time zone",
            advice: value.nearest(of: names).map { "Did you mean \($0)?" } ?? "Write it as in Europe/Dublin, or UTC."
        )
    }

    func duration(_ key: String, _ value: String) throws(Failure) -> Int64 {
        guard let seconds = SpanOfTime.seconds(value) else {
            throw wrong(key, value, "a time such as 90s, 5m, 12h, 7d or 7y")
        }
        return seconds
    }

    func wrong(_ key: String, _ value: String, _ expected: String) -> Failure {
        Failure(.configuration, "\(path): \(key) is “\(value)”, which is not \(expected)")
    }

    /// A time above zero, with the text that says it.
    func span(_ name: String) throws(Failure) -> Retention.Span? {
        guard let value = try text(name) else { return nil }
        let seconds = try duration(name, value)
        guard seconds > 0 else { throw wrong(name, value, "a time above zero") }
        return Retention.Span(seconds: seconds, text: value)
    }

    /// An address to which the name of a folder can be added.
    func baseURL(_ value: String) throws(Failure) -> String {
        let parts = URLComponents(string: value)
        let isPlain = parts?.user == nil && parts?.password == nil && parts?.query == nil && parts?.fragment == nil
        guard let parts, ["http", "https"].contains(parts.scheme ?? ""), parts.host?.isEmpty == false, isPlain else {
            throw wrong("reports.base_url", value, "an address such as https://reports.example.com/tieout")
        }
        return String(value.reversed().drop { $0 == "/" }.reversed())
    }
}
