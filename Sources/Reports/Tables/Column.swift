/// What the cells of a column hold.
public enum ColumnType: String, Sendable, Codable {
    /// Words, or a name that is never computed with.
    case text
    /// The id of a Stripe object or ledger row; always text, and a link where a page for it is known.
    case id
    /// A count, credits or days.
    case integer
    /// An amount, shown in major units; its currency stands in the column `currency` of the same row.
    case money
    /// A moment in UTC.
    case instant
    /// A state, in words and in colour.
    case status
}

/// One column of a table, the same in the workbook, the CSV file and the page.
public struct Column: Hashable, Sendable {
    /// Its name for programs: the CSV header. It never changes.
    public let name: String
    /// Its heading for people.
    public let title: String
    /// What its cells hold.
    public let type: ColumnType
    /// What its numbers count, or how its values are written.
    public let unit: String
    /// What it means, and where it comes from.
    public let meaning: String

    /// A column of that name; without a title its name is made one, without a unit the usual one of its type is meant.
    public init(_ name: String, _ type: ColumnType, title: String? = nil, unit: String? = nil, _ meaning: String) {
        self.name = name
        self.title = title ?? Self.title(of: name)
        self.type = type
        self.unit = unit ?? Self.usualUnit(of: name, type)
        self.meaning = meaning
    }

    private static func usualUnit(of name: String, _ type: ColumnType) -> String {
        switch type {
        case .money: "major units of the row's currency"
        case .instant: "UTC, to the second"
        case .integer where name.contains("credits") || name.contains("balance"): "credits"
        case .integer where name.hasSuffix("_days"): "whole days"
        case .integer: "count"
        case .text where name == "currency": "ISO 4217 code"
        case .text, .id, .status: ""
        }
    }

    private static func title(of name: String) -> String {
        let words = name.split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
