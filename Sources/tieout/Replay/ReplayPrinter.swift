import PostgresLedger
import Reconciliation
import StripeAPI

/// Prints a replay: a line an event as it goes, and the sum at its end.
final class ReplayPrinter {
    private let console: Output
    private let sends: Bool
    private let printsResend: Bool
    private let isLive: Bool
    /// The account's endpoints; none where they may not be read.
    private let endpoints: [WebhookEndpoint]
    private var objects: [[String: Any]] = []
    private var versions: [String: Int] = [:]
    private var unnamed = 0

    init(_ console: Output, sends: Bool, printsResend: Bool, isLive: Bool, endpoints: [WebhookEndpoint]) {
        (self.console, self.sends, self.printsResend) = (console, sends, printsResend)
        (self.isLive, self.endpoints) = (isLive, endpoints)
    }

    /// Prints an event.
    func tell(_ replayed: ReplayedEvent) {
        if let version = replayed.apiVersion { versions[version, default: 0] += 1 }
        objects.append(json(replayed))
        guard !printsResend else { return tellResend(replayed) }
        let event = replayed.event
        let named = "\(event.id)  \(event.type)  \(event.created)" + (event.objectID.map { "  \($0)" } ?? "")
        switch replayed.fate {
        case .planned: console.line("would send  \(named)")
        case .skipped(let reason): console.line("skipped     \(named): \(reason.sentence)")
        case .notTried: console.line("not tried   \(named)")
        case .sent(let answer, let milliseconds):
            console.line(
                "\(answer.isDelivered ? "delivered" : "FAILED   ")   \(named): \(answer.sentence(milliseconds))"
            )
        }
    }

    /// The command with which Stripe's own tool sends it, for whoever prefers that.
    private func resend(_ event: ListedEvent) -> String {
        let takers = endpoints.filter { $0.isEnabled && $0.takes(event.type) }
        let endpoint = takers.count == 1 ? takers[0].id : "we_…"
        return "stripe events resend \(event.id) --webhook-endpoint=\(endpoint)\(isLive ? " --live" : "")"
    }

    private func tellResend(_ replayed: ReplayedEvent) {
        // Stripe counts what it resends itself, and does not deliver it again.
        if case .skipped(let reason) = replayed.fate, !reason.endsWithAResend {
            return console.line("# \(replayed.event.id) is left out: \(reason.sentence)")
        }
        let line = resend(replayed.event)
        if line.contains("we_…") { unnamed += 1 }
        console.line(line)
    }

    /// Prints the sum.
    func tell(_ tally: ReplayTally, by replay: Replay, _ ending: ExitStatus, _ failure: Failure?) {
        let (endpoint, standing) = (replay.gate.endpoint, replay.gate.guardStanding)
        if let registered = replay.gate.registered { warnOfVersions(at: registered) }
        if printsResend {
            if unnamed > 0 {
                console.note("\(unnamed.of("line")) with we_…: put the endpoint's id there (Developers, Webhooks)")
            }
        } else {
            console.line("guard       \(standing.isInForce ? "in force" : "not in force"): \(standing.sentence)")
            console.line(sum(tally))
            if !sends, tally.planned > 0 { console.line("nothing was sent; --send sends it to \(endpoint)") }
        }
        var object: [String: Any] = [
            "schema_version": 1, "run_id": replay.id.text, "endpoint": endpoint, "sent": sends,
            "guard_in_force": standing.isInForce, "exit_status": ending.rawValue, "events": objects,
            "counts": [
                "delivered": tally.delivered, "failed": tally.failed, "skipped": tally.skipped,
                "not_tried": tally.notTried, "would_send": tally.planned,
            ],
        ]
        object["error"] = failure?.sentence
        object["advice"] = failure?.advice
        console.json(object)
    }

    /// Says which events look otherwise than Stripe would send them there.
    private func warnOfVersions(at endpoint: WebhookEndpoint) {
        guard let expected = endpoint.apiVersion else { return }
        for (version, count) in versions.sorted(by: { $0.key < $1.key }) where version != expected {
            console.note(
                "warning: \(count.of("event")) rendered in \(version), and Stripe renders in \(expected) what it sends to"
                    + " \(endpoint.id); its own resend does so too (--print-resend)"
            )
        }
    }

    private func sum(_ tally: ReplayTally) -> String {
        guard sends else { return "would send \(tally.planned.of("event")), \(tally.skipped) skipped" }
        return "delivered \(tally.delivered.of("event")), \(tally.failed) failed, \(tally.skipped) skipped"
            + (tally.notTried > 0 ? ", \(tally.notTried) not tried" : "")
    }

    private func json(_ replayed: ReplayedEvent) -> [String: Any] {
        let event = replayed.event
        var object: [String: Any] = ["event_id": event.id, "type": event.type, "created": event.created.rfc3339]
        object["object_id"] = event.objectID
        object["api_version"] = replayed.apiVersion
        switch replayed.fate {
        case .planned:
            object["outcome"] = "would_send"
            object["resend"] = resend(event)
        case .notTried: object["outcome"] = "not_tried"
        case .skipped(let reason):
            object["outcome"] = "skipped"
            object["reason"] = reason.name
            object["sentence"] = reason.sentence
            if reason.endsWithAResend { object["resend"] = resend(event) }
        case .sent(let answer, let milliseconds):
            object["outcome"] = answer.outcome.rawValue
            object["status"] = answer.status
            object["milliseconds"] = milliseconds
            object["answer"] = answer.said
        }
        return object
    }
}

extension EventAnswer {
    /// What the endpoint made of it, in plain words.
    fileprivate func sentence(_ milliseconds: Int64) -> String {
        switch self {
        case .answered(let status, _):
            "it answered \(status) in \(milliseconds) ms"
                + (isRedirect ? ", a redirect, which Stripe does not follow" : "")
                + (said.isEmpty ? "" : ": \(said)")
        case .timedOut, .broken: "\(said); whether it was handled is unknown"
        case .unreachable: said
        }
    }
}
