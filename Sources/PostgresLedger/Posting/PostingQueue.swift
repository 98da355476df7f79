/// Which correction is posted next where several are under way at once: those of one buyer one after the other in their
/// order, the buyers in the order in which the plan names them first.
///
/// No more are under way than may still fail before posting stops, so that never more of them fail in a row than over
/// one connection.
struct PostingQueue {
    /// Positions in the plan, a list for each buyer; the next one is the last of the last list.
    private var waiting: [[Int]]
    /// What each correction that is under way keeps waiting: the rest of its buyer's.
    private var underWay: [Int: [Int]] = [:]
    /// Failures since the last that did not fail, in the order in which they end.
    private var failuresInARow = 0
    private let mostFailuresInARow: Int

    /// A queue of corrections for these buyers, in the order of the plan.
    init(buyers: [String?], mostFailuresInARow: Int) {
        let positions = Dictionary(grouping: buyers.indices) { buyers[$0] }
        waiting = positions.values.sorted { $0[0] > $1[0] }.map { $0.reversed() }
        self.mostFailuresInARow = mostFailuresInARow
    }

    /// The position of the next one, which is under way from now on; nil where it has to be waited for one that is, or
    /// where nothing is left to be posted.
    mutating func take() -> Int? {
        guard failuresInARow + underWay.count < mostFailuresInARow, var buyer = waiting.popLast() else { return nil }
        let position = buyer.removeLast()
        underWay[position] = buyer
        return position
    }

    /// One that was under way has ended.
    mutating func end(_ position: Int, asFailure isFailure: Bool) {
        failuresInARow = isFailure ? failuresInARow + 1 : 0
        guard let rest = underWay.removeValue(forKey: position), !rest.isEmpty else { return }
        waiting.append(rest)
    }

    /// One that was under way has not ended and is the next again.
    mutating func putBack(_ position: Int) {
        guard let rest = underWay.removeValue(forKey: position) else { return }
        waiting.append(rest + [position])
    }
}
