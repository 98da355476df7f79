import ArgumentParser
import PostgresLedger
import Reconciliation

/// `tieout status`: whether runs come as they should, for monitors.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract:
            "Says how old the last good run is; fails when it is too old, missing or followed by one that failed.",
        discussion: """
            A good run has ended with 0 or 2. Runs over a period of somebody's choice (--since, apply) do not count, but
            for the very first; neither do plans, where nightly runs post. A run that failed before it reached the database
            has left nothing there: then the age tells.

            Exit status: 0 fresh · 1 too old, none, or the last run failed · 69 the database is out of reach

            Examples:
              tieout status                                what alerts.run_missing_after allows (26h)
              tieout status --max-age 26h --quiet || page-somebody
              tieout status --output json | jq .age_seconds
            """
    )

    @Option(help: ArgumentHelp("How old the last good run may be.", valueName: "26h"))
    var maxAge: SpanArgument?

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await shared.perform { console in
            let configuration = try shared.configuration()
            let ledger = try await configuration.connectedLedger()
            let freshness = try await ledger.freshness()
            let (now, maxAge) = (Instant.now, maxAge?.seconds ?? configuration.alerts.runMissingAfter)
            let state = freshness.state(at: now, maxAge: maxAge)
            console.line(freshness.sentence(at: now, maxAge: maxAge))
            console.json(freshness.json(at: now, maxAge: maxAge, state))
            return state == .fresh ? .tiedOut : .failed
        }
    }
}

/// A time on the command line: `90m`, `26h`, `2d`.
struct SpanArgument: ExpressibleByArgument {
    let seconds: Int64

    init?(argument: String) {
        guard let seconds = SpanOfTime.seconds(argument), seconds > 0 else { return nil }
        self.seconds = seconds
    }
}

extension Freshness {
    /// How things stand, in one line.
    fileprivate func sentence(at now: Instant, maxAge: Int64) -> String {
        guard let lastGood, let age = age(at: now) else {
            return "NONE: no run has ended well on this database" + (last.map { "; \($0.words)" } ?? "")
        }
        let good = "the last good run, \(lastGood.run), ended \(SpanOfTime.words(age)) ago"
        switch state(at: now, maxAge: maxAge) {
        case .fresh: return "FRESH: \(good)"
        case .lastFailed: return "LAST FAILED: \(last?.words ?? ""); \(good)"
        case .tooOld, .none: return "TOO OLD: \(good), which is more than \(SpanOfTime.words(maxAge))"
        }
    }

    fileprivate func json(at now: Instant, maxAge: Int64, _ state: State) -> [String: Any] {
        var object: [String: Any] = [
            "schema_version": 1, "state": state.rawValue, "max_age_seconds": maxAge,
            "exit_status": (state == .fresh ? ExitStatus.tiedOut : .failed).rawValue,
        ]
        object["age_seconds"] = age(at: now)
        object["last_good"] = lastGood?.json
        object["last"] = last?.json
        return object
    }
}

extension Freshness.Ended {
    fileprivate var words: String {
        let couldTell = isGood || status != .tiedOut && status != .differences
        return "the last run, \(run), ended as \(status.words)" + (couldTell ? "" : ", and could tell nobody")
    }

    fileprivate var json: [String: Any] {
        ["run_id": run, "status": status.rawValue, "finished_at": at.rfc3339]
    }
}
