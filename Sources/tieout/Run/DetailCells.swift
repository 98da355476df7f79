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

extension DetailPortion {
    /// The cells of a row, one for each column of the sheet; money is read from `<column>_minor` and `currency`.
    func cells(of row: [String?], for sheet: DetailSheet) -> [Cell] {
        let text = { (name: String) in columns[name].flatMap { row[$0] } }
        let currency = text("currency").flatMap { Currency($0) }
        return sheet.columns.map { column in
            switch column.type {
            case .money: .money(text(column.name + "_minor").flatMap { Int64($0) }, currency)
            case .integer: .integer(text(column.name).flatMap { Int64($0) })
            case .instant: .instant(text(column.name).flatMap { Int64($0) }.map(Instant.init(secondsSinceEpoch:)))
            case .id: .id(text(column.name))
            case .status: .status(text(column.name))
            case .text: column.name == "currency" ? .currency(currency) : .text(text(column.name))
            }
        }
    }
}
