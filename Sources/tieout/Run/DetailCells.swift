import PostgresLedger
import Reconciliation
import Reports

extension DetailSheet {
    /// The rows that it shows.
    var rows: DetailRows {
        switch self {
        case .failures: .failures
        case .refunds: .returns
        case .sessions: .sessions
        case .charges: .charges
        case .invoices: .invoices
        }
    }
}

/// Where the cells of a sheet's columns stand in the rows of its statement; money stands in `<column>_minor` and `currency`.
struct DetailLayout {
    private let cells: [(column: Column, place: Int?)]
    private let currency: Int?

    init(of sheet: DetailSheet, in portion: DetailPortion) {
        currency = portion.columns["currency"]
        cells = sheet.columns.map { column in
            (column, portion.columns[column.type == .money ? column.name + "_minor" : column.name])
        }
    }

    /// The cells of a row, one for each column of the sheet.
    func cells(of row: [String?]) -> [Cell] {
        let currency = currency.flatMap { row[$0] }.flatMap { Currency($0) }
        return cells.map { column, place in
            let text = place.flatMap { row[$0] }
            return switch column.type {
            case .money: .money(text.flatMap { Int64($0) }, currency)
            case .integer: .integer(text.flatMap { Int64($0) })
            case .instant: .instant(text.flatMap { Int64($0) }.map(Instant.init(secondsSinceEpoch:)))
            case .id: .id(text)
            case .status: .status(text)
            case .text: column.name == "currency" ? .currency(currency) : .text(text)
            }
        }
    }
}
