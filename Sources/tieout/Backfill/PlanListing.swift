import Reconciliation

/// The credits that a run's plan would move, one line each: oldest day first, within a day the largest amount first.
///
/// `plan.json` keeps the order of the findings, in which it is posted; this is for whoever reads.
struct PlanListing {
    /// Lines that are printed at the most.
    private static let mostShown = 40

    private let planned: [PlannedCorrection]
    private let applies: Bool
    private let posted: Set<String>
    private let folder: String

    init(_ result: RunResult, folder: String) {
        planned = Self.sorted(result.plan.corrections.filter { $0.correction.action.movesCredits })
        applies = result.applies
        posted = Set(result.posted.filter { $0.outcome.isPosted }.map(\.correction.fingerprint))
        self.folder = folder
    }

    /// Oldest day (UTC) first, within a day the largest amount first, currencies apart; what has no time comes last.
    static func sorted(_ planned: [PlannedCorrection]) -> [PlannedCorrection] {
        planned.map { (Place($0.correction), $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    func print(to console: Output) {
        for planned in planned.prefix(Self.mostShown) { console.line("plan        \(line(planned))") }
        let rest = planned.count - Self.mostShown
        if rest > 0 { console.line("            and \(rest) more: \(folder)/plan.json") }
    }

    private func line(_ planned: PlannedCorrection) -> String {
        let correction = planned.correction
        let what = [
            correction.occurredAt.map(\.utcDay) ?? "no time", correction.amount.map { "\($0)" },
            correction.credits.map { "\($0) credits" }, correction.stripeID, correction.userID,
        ].compactMap(\.self).joined(separator: "  ")
        return "\(what)  \(outlook(planned))"
    }

    private func outlook(_ planned: PlannedCorrection) -> String {
        let action = planned.correction.action
        switch planned.decision {
        case .allowed where posted.contains(planned.correction.fingerprint): return "posted (\(action.rawValue))"
        case .allowed: return applies ? "not posted (\(action.rawValue))" : "would be posted (\(action.rawValue))"
        case .held:
            return "held (\(action.rawValue)): \(planned.holdSentence ?? "")"
                + (planned.freeAt.map { ", free from \($0) on" } ?? "")
        }
    }
}

/// Where a correction stands among the others.
private struct Place: Comparable {
    private let day: String
    private let currency: String
    private let amount: Int64
    private let id: String

    init(_ correction: Correction) {
        day = correction.occurredAt?.utcDay ?? "~"
        currency = correction.amount?.currency.code ?? "~"
        amount = -(correction.amount?.minorUnits ?? 0)
        id = correction.stripeID
    }

    static func < (left: Place, right: Place) -> Bool {
        (left.day, left.currency, left.amount, left.id) < (right.day, right.currency, right.amount, right.id)
    }
}
