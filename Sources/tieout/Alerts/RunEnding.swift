import Foundation
import Reconciliation
import StripeAPI

/// How a run ended, for whoever watches runs from outside: one with a result, or one that failed before it had any.
struct RunEnding {
    let id: RunID
    let startedAt: Instant
    let finishedAt: Instant
    let status: ExitStatus
    /// What it found and did; nil when it failed.
    let result: RunResult?
    /// Why it failed; nil when it has a result.
    let failure: Failure?
    /// Requests to Stripe by the status of the answer; `none` where none came.
    let requests: [String: Int64]

    /// The end of a run with a result.
    init(_ result: RunResult, _ status: ExitStatus, stripe: StripeClient?) {
        self.init(result.id, startedAt: result.startedAt, result.finishedAt, status, result, nil, stripe)
    }

    /// The end of one without.
    init(_ id: RunID, startedAt: Instant, _ failure: Failure, stripe: StripeClient?) {
        self.init(id, startedAt: startedAt, .now, failure.status, nil, failure, stripe)
    }

    private init(
        _ id: RunID,
        startedAt: Instant,
        _ finishedAt: Instant,
        _ status: ExitStatus,
        _ result: RunResult?,
        _ failure: Failure?,
        _ stripe: StripeClient?
    ) {
        (self.id, self.startedAt, self.finishedAt) = (id, startedAt, finishedAt)
        (self.status, self.result, self.failure) = (status, result, failure)
        requests = (stripe?.usage.requests ?? [:]).reduce(into: [:]) { sums, counted in
            sums[counted.key.status.map { "\($0)" } ?? "none", default: 0] += Int64(counted.value)
        }
    }

    /// Whether it did what it is scheduled for: findings that wait for a person are no fault of the schedule.
    var isWell: Bool { status.isQuiet }

    /// Its figures as one object of JSON: no names, no ids of buyers, no sentences of the database's about a row.
    var summary: [UInt8] {
        var object: [String: Any] = [
            "schema_version": 1, "run_id": id.text, "exit_status": status.rawValue, "started_at": startedAt.rfc3339,
            "finished_at": finishedAt.rfc3339,
        ]
        if let result {
            let credits = result.grants.compactMap(\.correction.credits)
            object["status"] = result.status.rawValue
            object["period"] = ["since": result.period.since.rfc3339, "cut_off": result.period.cutOff.rfc3339]
            object["findings"] = Dictionary(
                uniqueKeysWithValues: result.findings.byKind.map { ($0.key.rawValue, $0.value) }
            )
            object["grants"] = ["count": result.grants.count, "credits": credits.reduce(0, &+)]
            object["held"] = result.plan.held.count
        }
        if let failure {
            object["status"] = failure.runStatus.rawValue
            object["error"] = failure.sentence.forChannels
        }
        return Array(Output.jsonLine(object).utf8)
    }
}
