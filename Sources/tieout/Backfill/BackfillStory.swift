import Foundation
import Reconciliation
import Reports

/// What a backfill has come to so far: its windows added up.
struct BackfillStory {
    let period: Period
    /// How many windows there are.
    let windows: Int
    let applies: Bool
    private(set) var paidSessions = PaidSessions()
    /// What was granted, or would be of a plan: it counts against the limits of a run.
    private(set) var granted = GrantedSum()
    private(set) var status = ExitStatus.tiedOut
    private var examined = 0
    private var runs: [[String: Any]] = []

    init(period: Period, windows: Int, earlier: EarlierWindows, applies: Bool) {
        (self.period, self.windows, self.applies) = (period, windows, applies)
        for summary in earlier.summaries { add(summary, ExitStatus(summary.status), folder: nil) }
    }

    /// A window has ended.
    mutating func add(_ ended: RunSession.Ended) { add(Summary(ended.result), ended.status, folder: ended.folder) }

    private mutating func add(_ summary: Summary, _ ended: ExitStatus, folder: String?) {
        examined += 1
        paidSessions = paidSessions + (summary.paidSessions ?? PaidSessions())
        granted.count += applies ? Int64(summary.grants.count) : summary.paidSessions?.grantable ?? 0
        granted.credits += summary.grants.credits
        status = status.worse(ended)
        var run = (try? JSONSerialization.jsonObject(with: Data(summary.json().utf8))) as? [String: Any] ?? [:]
        run["exit_status"] = ended.rawValue
        run["report"] = folder
        runs.append(run)
    }

    /// The line for colleagues.
    func sentence(_ of: String) -> String {
        guard status != .broken else {
            return "stopped, because an invariant is broken; do not apply anything before it is understood"
        }
        return paidSessions.sentence(of)
    }

    /// The line of a backfill that did not come to its end.
    var incompleteSentence: String {
        let head = "the backfill of \(period.since) to \(period.cutOff) is incomplete"
        let goingOn = "type it again to go on"
        guard windows > 1 else { return "\(head); \(goingOn)" }
        guard examined > 0 else { return "\(head): none of its \(windows) windows was examined; \(goingOn)" }
        return "\(head): \(examined) of \(windows) windows \(examined == 1 ? "was" : "were") examined,"
            + " \(paidSessions.sentence("of these")); \(goingOn)"
    }

    /// The same for machines.
    func json(_ of: String) -> [String: Any] {
        let sessions =
            (try? JSONSerialization.jsonObject(with: JSONEncoder().encode(paidSessions))) as? [String: Any] ?? [:]
        return [
            "schema_version": 1, "exit_status": status.rawValue, "sentence": sentence(of), "paid_sessions": sessions,
            "period": ["since": period.since.rfc3339, "cut_off": period.cutOff.rfc3339], "applied": applies,
            "runs": runs,
        ]
    }
}

extension ExitStatus {
    /// Of two runs' statuses the one that says more is amiss.
    fileprivate func worse(_ other: ExitStatus) -> ExitStatus {
        let order: [ExitStatus] = [.tiedOut, .differences, .failed, .partlyCorrected, .broken]
        let rank = { (status: ExitStatus) in order.firstIndex(of: status) ?? order.count }
        return rank(self) >= rank(other) ? self : other
    }
}
