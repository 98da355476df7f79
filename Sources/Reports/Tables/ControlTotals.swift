import Reconciliation

/// What is counted while a table is written and counted again when the file is read back: rows, and the sum of each
/// money column per currency.
struct ControlTotals: Equatable, Sendable {
    /// A money column in one currency.
    struct Key: Hashable, Sendable {
        var column: String
        var currency: String
    }

    /// Rows without the header.
    private(set) var rows: Int64 = 0
    /// Sums in minor units; 128 bits, because a sum of 64-bit amounts may not fit in 64.
    private(set) var sums: [Key: Int128] = [:]
    /// How many rows show an amount in a currency.
    private(set) var counts: [Key: Int64] = [:]

    private let names: [String]

    init(columns: [Column]) { names = columns.map(\.name) }

    mutating func add(_ row: [Cell]) {
        rows += 1
        for (index, cell) in row.enumerated() {
            guard case .money(let money) = cell else { continue }
            add(column: names[index], currency: money.currency.description, minorUnits: Int128(money.minorUnits))
        }
    }

    /// A row of a file; amounts are added by ``add(column:currency:minorUnits:)``.
    mutating func addRow() { rows += 1 }

    mutating func add(column: String, currency: String, minorUnits: Int128) {
        let key = Key(column: column, currency: currency)
        sums[key, default: 0] += minorUnits
        counts[key, default: 0] += 1
    }

    static func == (left: ControlTotals, right: ControlTotals) -> Bool {
        left.rows == right.rows && left.sums == right.sums && left.counts == right.counts
    }
}
