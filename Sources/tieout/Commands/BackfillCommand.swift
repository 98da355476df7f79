import ArgumentParser
import Reconciliation
import StripeAPI

/// `tieout backfill`: makes up for an outage, a period of years, one object or one buyer.
struct BackfillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backfill",
        abstract: "Makes up for the past: a period, one object or one buyer; posts corrections only with --apply.",
        discussion: """
            The same run as the nightly one over what you choose: however long ago, as often as you like. Without --apply it
            ends with a plan, oldest day first and within a day the largest amount first. The last line can be pasted to
            colleagues. It never moves the point from which the nightly runs go on.

            A period longer than --window is examined window by window, each a run with a report of its own. Stopped or
            killed, the same command goes on where it stood. A day is 24 hours: 1d is not until the same hour yesterday
            where clocks changed, and --last begins at the full hour before.

            By id it reads the object and what belongs to it, and judges nothing else. By buyer it reads the sessions that
            the ledger names for the buyer, and all sessions of the customers that these have. A session of which the
            ledger has no row, under a customer that none of its rows leads to, is seen only by a period.

            Examples:
              tieout backfill --since 2026-11-22T09:10:00Z --until 2026-11-22T13:40:00Z            the plan
              tieout backfill --since 2026-11-22T09:10:00Z --until 2026-11-22T13:40:00Z --apply    posts it
              tieout backfill --last 7d
              tieout backfill --session cs_live_a1B2c3 --apply
              tieout backfill --user 5c1d0a52-6a3f-4c7e-9a53-0d4b3f0e9d11
            """
    )

    @Flag(help: "Post the corrections; without it the backfill ends with a plan.")
    var apply = false

    @OptionGroup var period: PeriodOptions

    @Option(
        help: ArgumentHelp("The time until now, such as 7d or 36h, from the full hour before.", valueName: "time"),
        transform: Self.span
    )
    var last: Int64?

    @Option(help: ArgumentHelp("One object: cs_…, pi_…, ch_… or in_…; may be given again.", valueName: "id"))
    var session: [String] = []

    @Option(help: ArgumentHelp("One buyer, by the id that the ledger has.", valueName: "id"))
    var user: String?

    @Option(
        help: ArgumentHelp("The longest part of the period that is one run; default: 92d.", valueName: "time"),
        transform: Self.span
    )
    var window: Int64?

    @OptionGroup var reports: ReportOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        let ways = [period.since != nil, last != nil, !session.isEmpty, user != nil].count { $0 }
        guard ways == 1 else {
            throw ValidationError(
                "Give one of --since, --last, --session and --user" + (ways == 0 ? "" : ", not several")
            )
        }
        guard period.until == nil || period.since != nil else { throw ValidationError("--until needs --since") }
        guard window == nil || session.isEmpty && user == nil else {
            throw ValidationError("--window is of a period, not of single objects")
        }
        guard last ?? 1 > 0 else { throw ValidationError("--last needs some time, such as 7d") }
        guard window ?? .day >= .day else { throw ValidationError("--window is at least one day (1d)") }
    }

    func run() async throws {
        try await shared.perform { console in
            var configuration = try shared.configuration()
            reports.apply(to: &configuration)
            configuration.applies = apply || configuration.applies
            let backfill = Backfill(configuration: configuration, console: console)
            let length = window ?? BackfillPeriod.window
            if let since = period.since {
                return try await backfill.run(
                    over: try BackfillPeriod(since: since, until: period.until, window: length, now: .now)
                )
            }
            if let last {
                return try await backfill.run(over: BackfillPeriod(last: last, window: length, now: .now))
            }
            return try await run(objectsBy: backfill)
        }
    }

    private func run(objectsBy backfill: Backfill) async throws -> ExitStatus {
        let (configuration, console) = (backfill.configuration, backfill.console)
        let stripe = try configuration.stripeClient()
        let asking = AskStripe(stripe: stripe, budget: configuration.lookUps)
        guard let user else {
            var objects: [AskedObject] = []
            for id in session {
                let object = try AskedObject(id, mode: stripe.configuration.key.mode)
                if !objects.contains(object) { objects.append(object) }
            }
            return try await backfill.run(
                over: try await asking.records(of: objects),
                named: objects.count == 1 ? objects[0].id : "\(objects.count) objects",
                typed: "tieout backfill " + objects.map { "--session \($0.id)" }.joined(separator: " ")
            )
        }
        let ledger = try await configuration.connectedLedger()
        let records = try await asking.records(of: user, in: ledger)
        await ledger.disconnect()
        guard !records.answers.isEmpty || !records.unknown.isEmpty else {
            let sentence = "the ledger names no checkout session of \(user)"
            console.line(sentence)
            console.json(["schema_version": 1, "exit_status": 0, "sentence": sentence, "runs": [Any]()])
            return .tiedOut
        }
        return try await backfill.run(over: records, named: user, typed: "tieout backfill --user \(user)")
    }

    private static func span(_ text: String) throws -> Int64 {
        guard let seconds = SpanOfTime.seconds(text) else {
            throw ValidationError("“\(text)” is no time; write 90m, 36h, 7d or 2y")
        }
        return seconds
    }
}
