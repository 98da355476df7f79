/// In which units a table holds amounts of money.
public enum AmountUnit: String, CaseIterable, Sendable, Codable {
    /// Decimal numbers of the currency's major units, such as 20.00.
    case major
    /// Whole numbers of its minor units, such as 2000.
    case minor
}

/// An application's table, and which of its columns holds what.
public struct MappedTable: Hashable, Sendable {
    /// Its schema, such as `public`.
    public var schema: String
    /// Its name, without the schema.
    public var name: String
    /// The table's column for each of the view's columns.
    public var columns: [String: String]
    /// The application's words for Tieout's, where they differ: by the view's column, then by Tieout's word. Rules take
    /// each of them for Tieout's word, and posting writes the first.
    public var words: [String: [String: [String]]]
    /// How many of the table's units one credit is: 60 where a credit is a minute and the table counts seconds.
    public var unitsPerCredit: Int64
    /// In which units its amounts of money are.
    public var amountUnit: AmountUnit

    /// A table of that name.
    ///
    /// - Parameters:
    ///   - columns: only those that the application calls otherwise than Tieout, or that no view shows.
    ///   - same: those that both call the same.
    public init(
        schema: String = "public",
        _ name: String,
        _ columns: [String: String],
        same: [String] = [],
        words: [String: [String: [String]]] = [:],
        unitsPerCredit: Int64 = 1,
        amountUnit: AmountUnit = .major
    ) {
        self.schema = schema
        self.name = name
        self.columns = columns.merging(same.map { ($0, $0) }) { renamed, _ in renamed }
        self.words = words
        self.unitsPerCredit = unitsPerCredit
        self.amountUnit = amountUnit
    }

    /// The application's word for one of Tieout's, as posting writes it.
    public func word(for word: String, in column: String) -> String {
        words[column]?[word]?.first ?? word
    }
}
