import Reconciliation

/// A series of labelled numbers out of a table: the workbook draws the table's own cells, the page the same rows as SVG.
struct Chart {
    /// What is drawn in which way.
    enum Shape: Sendable {
        /// Many slots of time side by side.
        case columns
        /// A few named things.
        case bars
    }

    let title: String
    /// What it shows, in a sentence with its figures, for whoever does not see it.
    let sentence: String
    let table: Table
    /// The rows that are drawn; none where there is nothing to see.
    let rows: Range<Int>
    /// The position of the column with the labels.
    let labels: Int
    /// The position of the column with the numbers.
    let values: Int
    let shape: Shape
    /// Whether what it counts is good or bad.
    let tone: Tone
    /// Of the drawn rows, those that something is to be seen of: drawn on a ground of its own.
    var marked: [Range<Int>] = []

    /// A chart of those rows; its columns are named as the table names them.
    init(
        title: String,
        sentence: String,
        table: Table,
        rows: Range<Int>,
        labels: String,
        values: String,
        shape: Shape,
        tone: Tone
    ) {
        (self.title, self.sentence, self.table, self.rows) = (title, sentence, table, rows)
        (self.labels, self.values) = (table.position(of: labels), table.position(of: values))
        (self.shape, self.tone) = (shape, tone)
    }

    /// Each label with its number, as text and as whole minor units or a count.
    var points: [(label: String, text: String, number: Int64)] {
        rows.map { row in
            let (text, number) = table.rows[row][values].figure
            return (table.rows[row][labels].figure.text, text, number)
        }
    }

    /// How many decimals its numbers have.
    var decimals: Int {
        guard let row = rows.first, case .money(let money) = table.rows[row][values] else { return 0 }
        return money.currency.exponent
    }
}

extension Table {
    /// The position of a column; one that is not there is our own slip and stops the program.
    func position(of name: String) -> Int {
        guard let position = columns.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("\(title) has no column \(name)")
        }
        return position
    }
}

extension Cell {
    /// What is written of a cell, and what is drawn of it.
    fileprivate var figure: (text: String, number: Int64) {
        switch self {
        case .text(let text), .id(let text), .status(let text, _): (text, 0)
        case .integer(let number): (String(number), number)
        case .money(let money): (money.majorUnits, money.minorUnits)
        case .instant(let instant): (instant.rfc3339, instant.secondsSinceEpoch)
        case .empty: ("", 0)
        }
    }
}
