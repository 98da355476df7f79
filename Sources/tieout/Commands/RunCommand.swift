import ArgumentParser
import Reconciliation

/// `tieout run`: the nightly job.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Reconciles the period since the last clean run; posts corrections only with --apply.",
        discussion: """
            Examples:
              tieout run                                   plan the nightly period
              tieout run --apply                           the nightly job, as cron runs it
              tieout run --since 2026-11-22T09:10:00Z --until 2026-11-22T13:40:00Z --apply
            """
    )

    @Flag(help: "Post the corrections; without it the run ends with a plan.")
    var apply = false

    @Option(help: ArgumentHelp("The first instant of the period, RFC 3339 with a zone.", valueName: "instant"))
    var since: RFC3339Argument?

    @Option(
        help: ArgumentHelp(
            "The first instant after the period; default: now less the settling time.",
            valueName: "instant"
        )
    )
    var until: RFC3339Argument?

    @OptionGroup var reports: ReportOptions
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await shared.perform { console in
            var configuration = try shared.configuration()
            reports.apply(to: &configuration)
            configuration.applies = apply || configuration.applies
            let choice = PeriodChoice(since: since?.instant, until: until?.instant)
            return try await RunSession(configuration: configuration, console: console).run(choice)
        }
    }
}

/// An instant on the command line.
struct RFC3339Argument: ExpressibleByArgument {
    let instant: Instant

    init?(argument: String) {
        guard let instant = Instant(rfc3339: argument) else { return nil }
        self.instant = instant
    }
}
