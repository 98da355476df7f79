import Reconciliation

/// Missed purchases as a row of bars, for a terminal: as wide as it is, uncoloured, and plain where it knows no more than
/// ASCII.
struct MissedChart {
    let missed: MissedPurchases
    /// How many characters fit on a line.
    let width: Int
    let usesUnicode: Bool
    /// The slots of each outage.
    let outages: [Range<Int>]

    /// The lines; none where nothing was missed.
    var lines: [String] {
        let space = max(10, width - Self.margin - 1)
        let places = places(in: space)
        let slots = missed.slots[places]
        guard missed.count > 0, let first = slots.first?.label, let last = slots.last?.label else { return [] }
        let together = (slots.count + space - 1) / space
        let columns = stride(from: places.lowerBound, to: places.upperBound, by: together)
            .map { slots[$0..<min($0 + together, places.upperBound)] }
        let paid = columns.map { column in column.reduce(0) { $0 + $1.paid } }
        let lost = columns.map { column in column.reduce(0) { $0 + $1.missed } }
        let most = max(paid.max() ?? 0, lost.max() ?? 0)
        let unit = missed.unit.rawValue
        var lines = [
            "paid        \(bars(paid, of: most))",
            "missed      \(bars(lost, of: most))", marks(columns),
            Self.blank + edges(from: first, to: last, over: columns.count),
        ]
        let share = together == 1 ? "an \(unit)" : "\(together) \(unit)s"
        lines.append(
            Self.blank + (together == 1 && unit != "hour" ? "a \(unit)" : share)
                + " a character; the highest stands for \(most)"
        )
        return lines.filter { !$0.isEmpty }
    }

    /// The slots that are shown: those around the outages, where they are seen one by one then, else all.
    private func places(in space: Int) -> Range<Int> {
        let all = (missed.slots.firstIndex { $0.label != nil } ?? 0)..<missed.slots.count
        guard let first = outages.map(\.lowerBound).min(), let last = outages.map(\.upperBound).max(),
            all.count > space, last - first <= space
        else { return all }
        let before = (space - (last - first)) / 2
        let start = max(all.lowerBound, min(first - before, all.upperBound - space))
        return start..<start + space
    }

    /// A line under the outages; none where there are none.
    private func marks(_ columns: [ArraySlice<MissedPurchases.Slot>]) -> String {
        guard !outages.isEmpty else { return "" }
        let marks = columns.map { column -> Character in
            guard outages.contains(where: { $0.overlaps(column.indices) }) else { return " " }
            return usesUnicode ? "▔" : "^"
        }
        return "outage      " + String(marks)
    }

    private static let margin = 12
    private static let blank = String(repeating: " ", count: margin)

    /// One character each, as high as its part of the highest; a point for nothing.
    private func bars(_ numbers: [Int64], of most: Int64) -> String {
        let steps = Array(usesUnicode ? "▁▂▃▄▅▆▇█" : "12345678")
        return String(
            numbers.map { number in
                guard number > 0 else { return usesUnicode ? "·" : "." }
                let step = (number * Int64(steps.count) + most - 1) / max(most, 1)
                return steps[Int(min(max(step, 1), Int64(steps.count))) - 1]
            }
        )
    }

    /// The first and the last label, as far apart as the bars are wide where there is room.
    private func edges(from first: String, to last: String, over count: Int) -> String {
        guard count >= first.count + last.count + 1 else { return "\(first) to \(last)" }
        return first + String(repeating: " ", count: count - first.count - last.count) + last
    }
}
