import Logging
import PostgresLedger
import Reconciliation
import StripeAPI
import Synchronization

/// Says how far a run is: a log line as each stage begins, and while it collects a bar on a terminal, drawn anew ten
/// times a second at most, or a line in the log every 30 seconds.
final class Progress: Sendable {
    private struct State {
        var counts: [RecordKind: Int] = [:]
        var beganAt: ContinuousClock.Instant?
        var shownAt: ContinuousClock.Instant?
        var isDrawn = false
        var allowance: ReadAllowance?
        var stages: [(name: String, at: Instant, clock: ContinuousClock.Instant)] = []
    }

    private let begun: Logger
    private let terminal: Terminal?
    private let days: Int64
    private let state = Mutex(State())

    /// Progress of a run over so many seconds, told to that log, and to the terminal if there is one.
    init(of run: RunID, over period: Period, log: Logger, terminal: Terminal?) {
        var log = log
        log[metadataKey: "run_id"] = "\(run)"
        begun = log
        self.terminal = terminal
        days = (period.cutOff - period.since) / .day
    }

    /// The log, with the stage that the run is in.
    private var log: Logger {
        var log = begun
        if let stage = state.withLock({ $0.stages.last?.name }) { log[metadataKey: "phase"] = "\(stage)" }
        return log
    }

    /// A stage begins.
    func begin(_ stage: String) {
        note(stage)
        log.info("\(stage)")
    }

    private func note(_ stage: String) {
        state.withLock { $0.stages.append((stage, .now, ContinuousClock.now)) }
    }

    /// The stages so far; the last one ends now.
    var stages: [RunStage] {
        let begun = state.withLock { $0.stages }
        let ends = begun.dropFirst().map(\.clock) + [ContinuousClock.now]
        return zip(begun, ends).map { stage, end in
            let milliseconds = Int64((end - stage.clock) / .milliseconds(1))
            return RunStage(name: stage.name, beganAt: stage.at, milliseconds: milliseconds)
        }
    }

    /// The three-way match was made, and the rules were asked.
    func matched(in duration: Duration, findings: Int) {
        let milliseconds = duration / .milliseconds(1)
        log.info("found", metadata: ["match_ms": "\(Int64(milliseconds))", "findings": "\(findings)"])
    }

    /// The run goes on where a killed one stood.
    func resumes(_ unfinished: UnfinishedCollection) {
        log.info("resumes", metadata: ["killed_run": "\(unfinished.run)", "slices": "\(unfinished.slices.count)"])
    }

    /// A customer who may name a buyer could not be read.
    func mayNotReadCustomers(_ permission: String?) {
        log.warning(
            "the key may not read customers, so a buyer whom only a customer names stays unknown",
            metadata: ["permission": "\(permission ?? "rak_customer_read")"]
        )
    }

    /// Stripe's list of webhook endpoints was not given.
    func mayNotLookAtWebhooks(_ problem: String) {
        log.warning("webhook endpoints were not looked at, and what was told of them stays as it was: \(problem)")
    }

    /// Something that somebody has to be told, now if need be.
    func happened(_ event: RunEvent) {
        let level: Logger.Level =
            switch event.severity {
            case .info: .info
            case .warning: .warning
            case .error: .error
            case .critical: .critical
            }
        log.log(level: level, "\(event.summary)", metadata: ["event": "\(event.code.rawValue)"])
    }

    /// Corrections are about to be posted.
    func beginPosting(_ plan: CorrectionPlan) {
        note("post")
        log.info("post", metadata: ["grants": "\(plan.allowedGrants.count)", "corrections": "\(plan.allowed.count)"])
    }

    /// The server refused connections over which grants were to be posted at the same time.
    func postsOverFewer(_ connections: Int, because refusal: PostgresError) {
        log.warning(
            "posts over fewer connections",
            metadata: ["connections": "\(connections)", "reason": "\(refusal)"]
        )
    }

    /// A page came in; `requests` were made by then.
    func fetched(_ listed: ListedPage, requests: @autoclosure () -> Int) {
        let now = ContinuousClock.now
        let isDue = state.withLock { state in
            state.counts[listed.page.kind, default: 0] += listed.page.count
            let beganAt = state.beganAt ?? now
            state.beganAt = beganAt
            let interval: Duration = terminal == nil ? .seconds(30) : .milliseconds(100)
            let isDue = now - (state.shownAt ?? beganAt) >= interval
            if isDue { state.shownAt = now }
            return isDue || state.allowance == nil
        }
        if isDue { show(listed.coverage, requests: requests(), at: now) }
    }

    /// Everything was fetched.
    func collected() {
        let (counts, isDrawn) = state.withLock { state in
            defer { state.isDrawn = false }
            return (state.counts, state.isDrawn)
        }
        if isDrawn { terminal?.clear() }
        let metadata = counts.map { ($0.key.rawValue, Logger.MetadataValue("\($0.value)")) }
        log.info("collected", metadata: Logger.Metadata(uniqueKeysWithValues: metadata))
    }

    /// Takes the bar away; for a run that ends before everything was fetched.
    func interrupted() {
        let isDrawn = state.withLock { state in
            defer { state.isDrawn = false }
            return state.isDrawn
        }
        if isDrawn { terminal?.clear() }
    }

    private func show(_ coverage: ListingCoverage, requests: Int, at now: ContinuousClock.Instant) {
        announce(ReadAllowance(coverage, requests: requests, days: days))
        let (beganAt, isDue) = state.withLock { ($0.beganAt ?? now, $0.shownAt == now) }
        guard isDue else { return }
        let status = CollectingStatus(coverage: coverage, requests: requests, elapsed: now - beganAt)
        if let terminal {
            terminal.redraw(status.bar(columns: terminal.columns, usesUnicode: terminal.usesUnicode))
            state.withLock { $0.isDrawn = true }
        } else {
            log.info("collecting", metadata: status.pairs.mapValues { .string($0) })
        }
    }

    /// Says once what the collection will probably ask of Stripe.
    private func announce(_ allowance: ReadAllowance?) {
        guard let allowance else { return }
        let (isNew, isDrawn) = state.withLock { state in
            defer { if state.allowance == nil { state.allowance = allowance } }
            return (state.allowance == nil, state.isDrawn)
        }
        guard isNew else { return }
        if isDrawn { terminal?.clear() }
        let figures: Logger.Metadata = [
            "requests": "\(allowance.requests)", "objects": "\(allowance.objects)",
            "allowance": "\(allowance.allowance) in 30 days", "share": "\(allowance.percent)%",
        ]
        log.info("estimate", metadata: figures)
        if allowance.isLarge {
            log.warning(
                "this run uses much of what Stripe allows to read in 30 days; others who read this account may go short",
                metadata: figures
            )
        }
    }
}

extension Logger.MetadataValue {
    fileprivate init(_ text: String) { self = .string(text) }
}
