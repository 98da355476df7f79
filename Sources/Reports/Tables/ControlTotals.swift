import Reconciliation

/// What is counted while a table is written and counted again when the file is read back: rows, and the sum of each
/// money column per currency.
struct ControlTotals: Equatable, Sendable {
    /// A money column in one currency.
    struct Sum: Equatable, Sendable {
        let column: String
        let currency: Currency
        /// Minor units; 128 bits, because a sum of 64-bit amounts may not fit in 64.
        var minorUnits: Int128 = 0
        /// How many rows show an amount.
        var count: Int64 = 0
    }

    /// Rows without the header.
    private(set) var rows: Int64 = 0

    private let names: [String]
    /// Which columns hold money: a wide table is not looked through for them in every row.
    private let moneyColumns: [Int]
    /// By column, in the order in which currencies were met: a few, so that looking along them is the fastest way.
    private var byColumn: [[Sum]]

    init(columns: [Column]) {
        names = columns.map(\.name)
        moneyColumns = columns.indices.filter { columns[$0].type == .money }
        byColumn = columns.map { _ in [] }
    }

    /// The sums, by column and currency.
    var sums: [Sum] { byColumn.flatMap { $0.sorted { $0.currency < $1.currency } } }

    mutating func add(_ row: [Cell]) {
        rows += 1
        for index in moneyColumns {
            guard case .money(let money) = row[index] else { continue }
            add(Int128(money.minorUnits), money.currency, column: index)
        }
    }

    /// A row of a file; its amounts are added one by one.
    mutating func addRow() { rows += 1 }

    mutating func add(_ minorUnits: Int128, _ currency: Currency, column: Int) {
        let position = byColumn[column].firstIndex { $0.currency == currency } ?? byColumn[column].count
        if position == byColumn[column].count {
            byColumn[column].append(Sum(column: names[column], currency: currency))
        }
        byColumn[column][position].minorUnits += minorUnits
        byColumn[column][position].count += 1
    }

    static func == (left: ControlTotals, right: ControlTotals) -> Bool {
        left.rows == right.rows && left.sums == right.sums
    }
}
