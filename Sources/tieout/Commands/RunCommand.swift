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
              tieout run --since 2026-11-01T00:00:00Z      the first run on a database

            For a period of the past after an outage, one object or one buyer: tieout backfill.
            """
    )

    @Flag(help: "Post the corrections; without it the run ends with a plan.")
    var apply = false

    @OptionGroup var period: PeriodOptions

    @OptionGroup var reports: ReportOptions
    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await shared.perform { console in
            var configuration = try shared.configuration()
            reports.apply(to: &configuration)
            configuration.applies = apply || configuration.applies
            let choice = PeriodChoice(since: period.since, until: period.until)
            return try await RunSession(configuration: configuration, console: console).run(choice)
        }
    }
}
