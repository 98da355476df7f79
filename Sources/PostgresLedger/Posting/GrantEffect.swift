import Foundation

/// What a call of the granting function did to the buyer's balance and what it left in the ledger.
///
/// Functions of this name exist that clamp, overwrite, deduct, or update no row and return normally.
struct GrantEffect {
    /// The balance before and after, in its own units.
    let before: String
    let after: String
    /// By how many of its units it should have moved.
    let units: Int64
    /// Whether it moved by exactly that.
    let isExact: Bool
    /// The balances in credits, rounded down.
    let creditsBefore: Int64
    let creditsAfter: Int64
    /// How many movements carry the session, and what those of the buyer's come to.
    let movements: Int64
    let moved: String?
    /// How many completed purchases carry it.
    let purchases: Int64

    /// How the balance differs from a grant of exactly the credits, in words; nil when it does not.
    var balanceDeviation: String? {
        isExact ? nil : "the call moved the balance from \(before) to \(after) instead of by \(units)"
    }

    /// How what was written in the journal differs from one movement of that many units of the journal's.
    ///
    /// - Parameter isNeeded: whether a movement has to carry the session.
    func journalDeviation(units: Int64, isNeeded: Bool) -> String? {
        guard movements > 0 || isNeeded else { return nil }
        guard movements == 1 else {
            return "the call left \(movements) movements with the session's id instead of one"
        }
        guard moved == String(units) else {
            return "the movement says \(moved ?? "another buyer") instead of \(units) credits"
        }
        return nil
    }
    /// How what was written in the journal differs from one movement of that many units more than there were.
    ///
    /// - Parameter earlier: what the same look said before the call.
    func journalDeviation(since earlier: GrantEffect, units: Int64) -> String? {
        guard movements - earlier.movements == 1 else {
            return "the call left \(movements - earlier.movements) movements with the session's id instead of one"
        }
        let sum = { (effect: GrantEffect) in effect.moved.flatMap { Decimal(string: $0) } ?? 0 }
        let moved = sum(self) - sum(earlier)
        return moved == Decimal(units) ? nil : "the movement says \(moved) instead of \(units) credits"
    }
}
