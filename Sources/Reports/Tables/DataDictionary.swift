import Reconciliation

/// Every column of every sheet and CSV file, made from the columns themselves, so that it cannot say otherwise.
enum DataDictionary {
    /// A sheet, the CSV file of the same rows where there is one, and what is in both.
    struct Source {
        let sheet: String?
        let file: String?
        let columns: [Column]
    }

    static let title = "Data dictionary"

    /// The dictionary of those sheets and files.
    static func table(of sources: [Source]) -> Table {
        var table = Table(
            title: title,
            caption: "What each column of each sheet and file means, with its type and unit",
            columns: columns
        )
        let own = Source(sheet: title, file: nil, columns: columns)
        for source in sources + [own] {
            for column in source.columns {
                table.append([
                    .text(source.sheet), .text(source.file), .text(column.title), .text(column.name),
                    .text(column.type.words), .text(column.unit.isEmpty ? nil : column.unit), .text(column.meaning),
                ])
            }
        }
        return table
    }

    private static let columns: [Column] = [
        Column("sheet", .text, "The sheet of the workbook; empty where only a file has it"),
        Column("file", .text, "The CSV file with the same rows; empty where there is none"),
        Column("heading", .text, "The column's heading on the sheet"),
        Column("column", .text, "The column's name in the file; it never changes"),
        Column("type", .text, "How its values are written"),
        Column("unit", .text, "What its numbers count"),
        Column("meaning", .text, "What it means, and where it comes from"),
    ]
}

extension ColumnType {
    /// How values of the type are written, on sheets and in CSV files.
    var words: String {
        switch self {
        case .text: "text"
        case .id: "id, as text"
        case .integer: "whole number"
        case .money: "amount"
        case .instant: "date and time"
        case .status: "status word"
        }
    }
}
