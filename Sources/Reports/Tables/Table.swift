import Reconciliation

/// A small table: columns and rows that the workbook, the CSV file and the page all render, so that they cannot disagree.
public struct Table: Hashable, Sendable {
    /// Its title, which is its sheet's name in the workbook: 31 characters at most.
    public let title: String
    /// What it shows, in a sentence.
    public let caption: String
    /// Its columns.
    public let columns: [Column]
    /// What is said where there are no rows.
    public let emptySentence: String
    /// The columns that are added up below the rows, each currency by itself.
    public let totalled: [String]
    /// Its rows, with a cell for each column.
    public private(set) var rows: [[Cell]] = []

    /// An empty table of those columns.
    public init(
        title: String,
        caption: String,
        columns: [Column],
        emptySentence: String = "None.",
        totalled: [String] = []
    ) {
        self.title = title
        self.caption = caption
        self.columns = columns
        self.emptySentence = emptySentence
        self.totalled = totalled
    }

    /// Adds a row; one that does not fit the columns is our own slip and stops the program.
    public mutating func append(_ row: [Cell]) {
        precondition(row.count == columns.count, "\(row.count) cells for the \(columns.count) columns of \(title)")
        rows.append(row)
    }

    /// Rows, cells and sums, for comparing the table with what was written of it.
    var totals: ControlTotals {
        var totals = ControlTotals(columns: columns)
        for row in rows { totals.add(row) }
        return totals
    }
}
