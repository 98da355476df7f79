import ArgumentParser
import Foundation

/// The program.
@main
struct Tieout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tieout",
        abstract:
            "Reconciles a Stripe account with a credit ledger in PostgreSQL, and grants what a lost webhook never gave.",
        discussion: """
            First steps on an account of your own:
              tieout init                    a tieout.yaml that fits your ledger
              tieout doctor                  what is wrong with key, schema and function; writes nothing
              tieout migrate                 Tieout's own schema and views beside the ledger
              tieout run --since 2026-11-01T00:00:00Z            a plan: what would be granted
              tieout run --since 2026-11-01T00:00:00Z --apply    grants it
              tieout apply reports/latest/plan.json --approved-by NAME    posts what a person reviewed
              tieout backfill --last 7d      the morning after an outage: what was missed, and what would be granted

            Environment: STRIPE_SECRET_KEY (a restricted read-only key is enough), DATABASE_URL or libpq's PG…,
            STRIPE_API_BASE, TIEOUT_CONFIG; secrets also from files (STRIPE_SECRET_KEY_FILE, DATABASE_URL_FILE).

            Exit status: 0 tied out · 1 failed, or nobody could be told · 2 findings wait for a person
              3 some corrections failed · 4 an invariant is broken · 64 usage · 69 out of reach, incomplete
              73 report cannot be written · 75 another run is at work · 77 permission missing
              78 configuration or schema · 130, 143 stopped
            """,
        version: Program.version,
        subcommands: [
            RunCommand.self, OutageCommand.self, BackfillCommand.self, ApplyCommand.self, ReplayCommand.self,
            FindingsCommand.self, ExplainCommand.self, AcceptCommand.self,
            RunsCommand.self, StatusCommand.self, ReportCommand.self, VerifyCommand.self, UploadCommand.self,
            PruneCommand.self,
            InitCommand.self, DoctorCommand.self, MigrateCommand.self, SimulateCommand.self,
            DemoCommand.self, AlertTestCommand.self,
        ]
    )
}

extension Tieout {
    /// Runs the command line; where JSON was asked for, wrong usage is one object on standard output too.
    static func main() async {
        Allocator.keepToOneArena()
        do {
            try requireKnownCommand()
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch {
            // A command that ran has said why it ended; only what could not be parsed has not.
            if !(error is ExitCode), exitCode(for: error) == .validationFailure, isJSONAskedFor {
                Output(format: .json, isQuiet: true).json(of: Failure(.usage, message(for: error)))
            }
            exit(withError: error)
        }
    }

    /// A name that is no command's is said to be that, whatever options follow it.
    private static func requireKnownCommand() throws {
        guard let name = CommandLine.arguments.dropFirst().first, !name.hasPrefix("-"), name != "help" else { return }
        let names = configuration.subcommands.compactMap { $0.configuration.commandName }
        guard !names.contains(name) else { return }
        let nearest = name.nearest(of: names).map { "; did you mean '\($0)'?" } ?? ""
        throw ValidationError("Unknown command '\(name)'\(nearest)")
    }

    /// Whether the arguments ask for JSON, as far as arguments that make no sense can tell.
    private static var isJSONAskedFor: Bool {
        let arguments = CommandLine.arguments.dropFirst()
        return arguments.contains("--output=json")
            || zip(arguments, arguments.dropFirst()).contains { $0 == "--output" && $1 == "json" }
    }
}

/// What the program says of itself.
enum Program {
    /// The version, as `--version`, reports and run rows say it.
    static let version = "0.1.0"
    /// The operating system's name of who started it.
    static var user: String { ProcessInfo.processInfo.userName }
}
