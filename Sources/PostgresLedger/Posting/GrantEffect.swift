import Foundation

/// What a call of the granting function did to the buyer's balance and what it left in the ledger.
///
/// Functions of this name exist that clamp, overwrite, deduct, or update no row and return normally.
struct GrantEffect {
    /// The balance before and after, in its own units.
    let before: ExactDecimal
    let after: ExactDecimal
    /// By how many of its units it should have moved.
    let units: Int64
    /// How many of them one credit is.
    let unitsPerCredit: Int64

    /// The balances in credits, rounded down.
    var creditsBefore: Int64 { before.floor(dividingBy: unitsPerCredit) }
    var creditsAfter: Int64 { after.floor(dividingBy: unitsPerCredit) }

    /// How the balance differs from a grant of exactly the credits, in words; nil when it does not.
    var balanceDeviation: String? {
        after - before == ExactDecimal(units)
            ? nil : "the call moved the balance from \(before) to \(after) instead of by \(units)"
    }
}

/// The movements that carry a session's ids.
struct CarryingMovements {
    /// How many.
    let count: Int64
    /// What those of the buyer's come to, in the journal's units.
    let moved: String?

    init(_ answer: Pipeline.Answer) throws(PostgresError) {
        let row = try answer.rows()[0]
        count = try row.integer("movements")
        moved = try row.optionalText("moved")
    }

    /// How what was written in the journal differs from one movement of that many units of the journal's.
    ///
    /// - Parameter isNeeded: whether a movement has to carry the session.
    func deviation(units: Int64, isNeeded: Bool) -> String? {
        guard count > 0 || isNeeded else { return nil }
        guard count == 1 else {
            return "the call left \(count) movements with the session's id instead of one"
        }
        guard moved == String(units) else {
            return "the movement says \(moved ?? "another buyer") instead of \(units) credits"
        }
        return nil
    }

    /// How what was written in the journal differs from one movement of that many units more than there were.
    ///
    /// - Parameter earlier: what the same look said before the call.
    func deviation(since earlier: CarryingMovements, units: Int64) -> String? {
        guard count - earlier.count == 1 else {
            return "the call left \(count - earlier.count) movements with the session's id instead of one"
        }
        let sum = { (movements: CarryingMovements) in movements.moved.flatMap { Decimal(string: $0) } ?? 0 }
        let moved = sum(self) - sum(earlier)
        return moved == Decimal(units) ? nil : "the movement says \(moved) instead of \(units) credits"
    }
}
