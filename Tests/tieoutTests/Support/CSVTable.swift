import Foundation

/// A CSV file of a report as rows by column name. The reports' own tests prove quoting; here no field holds a line end.
struct CSVTable {
    let rows: [[String: String]]

    init(contentsOf path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let lines = text.split(separator: "\r\n").map(Self.fields)
        let header = lines.first ?? []
        rows = lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }

    /// The values of a column.
    func column(_ name: String) -> [String] { rows.map { $0[name] ?? "no column \(name)" } }

    /// Fields between commas; within quotes a comma is text and two quotes are one.
    private static func fields(of line: Substring) -> [String] {
        line.replacing("\"\"", with: "\u{0}").split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .map { index, part in index.isMultiple(of: 2) ? String(part.replacing(",", with: "\u{1}")) : String(part) }
            .joined().replacing("\u{0}", with: "\"")
            .split(separator: "\u{1}", omittingEmptySubsequences: false).map(String.init)
    }
}
