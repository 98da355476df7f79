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
    /// What it means, with its unit and where it comes from.
    public let meaning: String

    /// A column of that name; without a title its name is made one.
    public init(_ name: String, _ type: ColumnType, title: String? = nil, _ meaning: String) {
        self.name = name
        self.title = title ?? Self.title(of: name)
        self.type = type
        self.meaning = meaning
    }

    private static func title(of name: String) -> String {
        let words = name.split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
