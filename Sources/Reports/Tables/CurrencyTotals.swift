import Reconciliation

/// What the totalled columns of a table add up to in one currency.
struct CurrencyTotal {
    let currency: Currency
    /// The sum by column, of those that are added up.
    let sums: [String: Cell]

    /// What stands below a column; empty for one that is not added up.
    func cell(of column: String) -> Cell { sums[column] ?? .empty }
}

extension Table {
    /// A total for each currency, in the order of their codes; none where no column is added up.
    ///
    /// A sum past the range of `Int64` is left empty rather than wrong.
    var currencyTotals: [CurrencyTotal] {
        guard !totalled.isEmpty else { return [] }
        let currencies = position(of: "currency")
        let byCurrency = Dictionary(grouping: rows) { row -> Currency? in
            guard case .text(let code) = row[currencies] else { return nil }
            return Currency(code)
        }
        return byCurrency.compactMap { currency, rows in
            guard let currency else { return nil }
            var sums: [String: Cell] = [:]
            for name in totalled {
                let column = position(of: name)
                sums[name] = Self.sum(rows.map { $0[column] }, currency)
            }
            return CurrencyTotal(currency: currency, sums: sums)
        }.sorted { $0.currency < $1.currency }
    }

    private static func sum(_ cells: [Cell], _ currency: Currency) -> Cell {
        var (sum, isMoney) = (Int128(0), false)
        for cell in cells {
            switch cell {
            case .integer(let number): sum += Int128(number)
            case .money(let money): (sum, isMoney) = (sum + Int128(money.minorUnits), true)
            default: continue
            }
        }
        guard let whole = Int64(exactly: sum) else { return .empty }
        return isMoney ? .money(whole, currency) : .integer(whole)
    }
}
