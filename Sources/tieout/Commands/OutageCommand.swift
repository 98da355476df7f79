import ArgumentParser
import Reconciliation

/// `tieout outage`: the morning after, in one command.
struct OutageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outage",
        abstract: "Finds webhook outages: since when, whom they hurt, what is the matter, and what mends it.",
        discussion: """
            Reads the account as a run does, compares it with the ledger, and posts nothing, whatever the configuration says;
            nobody is alerted, and the next nightly run begins where it would have. An outage is a stretch of sales that
            the ledger missed although those before and after arrived, measured against the account's own rhythm: a
            quiet night is none, nor is a single lost webhook.

            Exit status: 0 no outage, or all that it cost is granted · 2 buyers wait for their credits, or every endpoint
            is switched off · the others as for run.

            Examples:
              tieout outage                     the last seven days
              tieout outage --last 30d          as far back as Stripe keeps events
              tieout outage --since 2026-11-22T06:00:00+01:00 --until 2026-11-22T18:00:00+01:00
            """
    )

    @Option(help: ArgumentHelp("How far back to look: 36h, 7d, 30d (default: 7d).", valueName: "time"))
    var last: LastArgument?

    @OptionGroup var period: PeriodOptions

    @OptionGroup var reports: ReportOptions
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if last != nil, period.since != nil || period.until != nil {
            throw ValidationError("--last stands alone: with --since or --until it would say the period twice")
        }
        if period.until != nil, period.since == nil {
            throw ValidationError("--until needs --since, or take --last 30d")
        }
    }

    func run() async throws {
        try await shared.perform { console in
            var configuration = try shared.configuration()
            reports.apply(to: &configuration)
            let now = Instant.now
            if let since = period.since, since >= now {
                throw Failure(
                    .usage,
                    "--since \(since) lies in the future; it is \(now)",
                    advice: "Outages are looked for in the past: tieout outage --last 7d"
                )
            }
            let start = period.since ?? now - (last?.seconds ?? 7 * .day)
            let choice = PeriodChoice(since: start, until: period.until, purpose: .searchingOutages)
            return try await RunSession(searchingOutages: configuration, console: console).run(choice)
        }
    }
}

/// How far back to look, on the command line.
struct LastArgument: ExpressibleByArgument {
    let seconds: Int64

    init?(argument: String) {
        guard let seconds = SpanOfTime.seconds(argument), seconds >= .hour else { return nil }
        self.seconds = seconds
    }
}
