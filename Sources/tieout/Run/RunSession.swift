import Alerts
import Failpoints
import Foundation
import PostgresLedger
import Reconciliation
import Reports
import StripeAPI

/// Opens what a run needs, runs it, writes it down and publishes its reports.
struct RunSession {
    let configuration: Configuration
    let console: Output
    /// The reviewed plan of a run that applies one.
    let applied: AppliedPlan?
    /// Who is told.
    let channels: [any Channel]
    /// How long that may take.
    let time: TellingTime
    /// Where its report is copied to.
    let uploads: UploadTarget?

    /// A run that came to its end.
    struct Ended {
        var result: RunResult
        /// The status that the program exits with.
        var status: ExitStatus
        /// Where its report is.
        var folder: String
        /// Where its report is in the object store; nil where it is not.
        var upload: String?
    }

    /// A session of that configuration.
    ///
    /// - Throws: ``Failure`` with status 78 for a channel or an object store that is set wrong: it would tell nobody of what
    ///   goes wrong later, and keep nothing.
    init(configuration: Configuration, console: Output, applied: AppliedPlan? = nil) throws(Failure) {
        (self.configuration, self.console, self.applied) = (configuration, console, applied)
        channels = try configuration.alerts.channels()
        uploads = try configuration.upload.target()
        time = TellingTime(seconds: configuration.alerts.timeLimit)
    }

    /// A session of somebody who looks for outages: nothing is posted, and nobody is told but who looks.
    ///
    /// - Throws: ``Failure`` with status 78 for an object store that is set wrong.
    init(searchingOutages configuration: Configuration, console: Output) throws(Failure) {
        var configuration = configuration
        configuration.applies = false
        (self.configuration, self.console, applied) = (configuration, console, nil)
        channels = []
        uploads = try configuration.upload.target()
        time = TellingTime(seconds: configuration.alerts.timeLimit)
    }

    /// Runs over the chosen period and prints the result.
    ///
    /// - Throws: ``Failure``, and the adapters' errors, which `Failure(of:)` turns into one.
    func run(_ choice: PeriodChoice) async throws -> ExitStatus {
        let ended = try await perform(choice)
        if choice.searchesOutages {
            return OutagePrinter(console: console, timeZone: configuration.timeZone)
                .print(ended.result, ranAs: ended.status, folder: ended.folder)
        }
        RunPrinter(console: console, choice: choice).print(ended)
        return ended.status
    }

    /// Runs over the chosen period.
    ///
    /// - Throws: as ``run(_:)``.
    func perform(_ choice: PeriodChoice) async throws -> Ended {
        let startedAt = Instant.now
        let id = RunID(startedAt: startedAt, command: choice.command, suffix: .random(in: .min ... .max))
        let stripe = Result { try configuration.stripeClient() }
        let monitor = choice.isWatched ? try monitor(of: id) : nil
        let tell = { (ending: RunEnding) in
            await monitor?.ended(ending) { try await configuration.connectedLedger() }
        }
        do {
            let ended = try await reconcile(
                choice,
                as: id,
                startedAt: startedAt,
                try stripe.get(),
                beginning: { await monitor?.began() }
            )
            await tell(RunEnding(ended.result, ended.status, stripe: try stripe.get()))
            return ended
        } catch {
            let failure = Failure(of: error)
            // First: whoever stopped it with a signal may not wait for long.
            await tell(RunEnding(id, startedAt: startedAt, failure, stripe: try? stripe.get()))
            if let alert = Alert(of: failure) {
                // Over a connection of its own: the run's may be what failed.
                let ledger = try? await configuration.connectedLedger()
                let missing = await missing(in: ledger, at: startedAt)
                _ = await round(of: id, in: ledger).tell([alert] + [missing].compactMap(\.self), examined: [])
            }
            throw error
        }
    }

    private func reconcile(
        _ choice: PeriodChoice,
        as id: RunID,
        startedAt: Instant,
        _ stripe: StripeClient,
        beginning: () async -> Void
    ) async throws -> Ended {
        let stop = StopSignal()
        let ledger = try configuration.ledger()
        try await ledger.connect()
        let preflight = Preflight(ledger: ledger, stripe: stripe, posts: configuration.applies)
        try await preflight.requireSession()
        // Before anything that takes time: whoever comes second is told at once.
        let lease = try await configuration.lease(for: id, after: preflight)
        await ledger.obey(lease)
        Step.reached(.leaseTaken)
        do {
            await beginning()
            try await preflight.require()
            try await requireTimeZone(in: ledger)
            Step.reached(.preflightPassed)
            try configuration.publisher.requireRoot()
            let ended = try await run(choice, as: id, stop.watching(lease), ledger, stripe, startedAt: startedAt)
            await lease.release()
            Step.reached(.leaseReleased)
            return ended
        } catch {
            await lease.release()
            throw error
        }
    }

    /// The database computes the days of the reports, at the end: a zone that it does not know must not come out then.
    private func requireTimeZone(in ledger: PostgresLedger) async throws {
        guard try await !ledger.knowsTimeZone(configuration.timeZone) else { return }
        throw Failure(
            .configuration,
            "the database does not know the time zone \(configuration.timeZone) of reports.time_zone",
            advice: "Install its time zone data (tzdata), or choose another: SELECT name FROM pg_timezone_names."
        )
    }

    private func run(
        _ choice: PeriodChoice,
        as id: RunID,
        _ stop: StopSignal,
        _ ledger: PostgresLedger,
        _ stripe: StripeClient,
        startedAt: Instant
    ) async throws -> Ended {
        let missing = await missing(in: ledger, at: startedAt)
        let watermark = try await ledger.watermark(applies: configuration.applies)
        let unfinished = try await ledger.unfinishedCollection(since: startedAt - 2 * .hour)
            .flatMap { choice.goesOn(from: $0, watermark: watermark, configuration: configuration) ? $0 : nil }
        let period =
            try unfinished?.period
            ?? choice.period(watermark: watermark, configuration: configuration, now: startedAt)
        let run = ReconciliationRun(
            id: id,
            period: period,
            applies: configuration.applies,
            searchesOutages: choice.searchesOutages,
            applied: applied,
            unfinished: unfinished,
            objects: choice.objects,
            books: choice.books,
            ledger: ledger,
            stripe: stripe,
            configuration: configuration,
            progress: Progress(
                of: id,
                over: period,
                log: console.log("tieout.run"),
                terminal: console.isQuiet ? nil : .standardError
            ),
            stop: stop
        )
        try await ledger.abandonOtherRuns(than: id, now: startedAt)
        try await ledger.beginRun(
            run.id,
            command: choice.command,
            period: period,
            applies: run.applies,
            startedAt: startedAt,
            toolVersion: Program.version,
            startedBy: Program.user,
            applied: applied
        )
        Step.reached(.runBegun)
        do {
            return try await finish(
                run,
                startedAt: startedAt,
                movesWatermark: choice.movesWatermark(from: watermark),
                missing: missing
            )
        } catch {
            run.progress.interrupted()
            var failure = Failure(of: error)
            failure.run = run.id.text
            throw await writeDown(failure, of: run)
        }
    }

    /// Runs, publishes the reports, writes the run down, and tells whoever is to be told.
    private func finish(
        _ run: ReconciliationRun,
        startedAt: Instant,
        movesWatermark: Bool,
        missing: Alert?
    ) async throws -> Ended {
        let outcome = try await run.stop.interrupting { try await run.perform() }
        var result = RunResult(of: run, outcome, startedAt: startedAt)
        result.page = configuration.page(of: run.id)
        Step.reached(.accounted)
        try await run.ledger.keepResult(try KeptResult(result)?.json(), of: run.id)
        let report = try await publish(result, of: run)
        console.tell(report)
        let status = ExitStatus(result.status)
        try await run.ledger.endRun(
            run.id,
            status: result.status,
            exitStatus: status.rawValue,
            finishedAt: result.finishedAt,
            summary: try Summary(result).json(),
            planHash: report.manifest.planHash
        )
        Step.reached(.runEnded)
        let upload = await upload(report, of: run)
        // Beside the report and not in it: what is published is not changed.
        if let event = upload.event { result.events.append(event) }
        let isTold = await round(of: run.id, result, links: upload.links, in: run.ledger).tell(
            result.alerts(isRegular: movesWatermark, thresholds: configuration.alerts.thresholds),
            ended: [missing?.asOver].compactMap(\.self),
            examined: result.examinedAlerts(isRegular: movesWatermark).subtracting(outcome.unexamined)
        )
        // What the run found stands. How it ended does not where whoever started it would hear nothing, and nobody else has.
        let ending = isTold || !status.isQuiet ? status : .failed
        if ending != status { try await run.ledger.setExitStatus(ending.rawValue, of: run.id) }
        if movesWatermark, result.status != .broken {
            try await run.ledger.moveWatermark(to: run.period.cutOff, run: run.id, applies: run.applies)
            Step.reached(.watermarkMoved)
        }
        return Ended(result: result, status: ending, folder: report.folder, upload: upload.place)
    }

    /// Publishes the report; one that cannot be written can be rendered from the database later.
    private func publish(_ result: RunResult, of run: ReconciliationRun) async throws -> PublishedReport {
        do {
            return try await configuration.publisher.publish(
                result,
                findings: { append in
                    try await run.ledger.forEachFinding(of: run.id, under: result.plan, append)
                },
                details: { sheet, append in try await run.ledger.forEachPortion(of: sheet, append) }
            )
        } catch let error as ReportError {
            throw Failure(
                .cannotWriteReport,
                "\(error)",
                advice: "What was posted stands. When the cause is gone, this writes the report: tieout report"
            )
        }
    }

    /// Writes down that a run did not end as it should, if the database still listens.
    private func writeDown(_ failure: Failure, of run: ReconciliationRun) async -> Failure {
        if await run.ledger.needsConnection { try? await run.ledger.connect() }
        try? await run.ledger.endRun(
            run.id,
            status: failure.runStatus,
            exitStatus: failure.status.rawValue,
            finishedAt: .now,
            summary: nil
        )
        return failure
    }
}
