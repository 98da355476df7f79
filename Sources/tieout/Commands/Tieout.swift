import ArgumentParser

/// The program.
@main
struct Tieout: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tieout",
        abstract:
            "Reconciles a Stripe account with a credit ledger in PostgreSQL, and grants what a lost webhook never gave.",
        discussion: """
            First steps on an account of your own:
              tieout doctor                  what is wrong with key, schema and function; writes nothing
              tieout migrate                 Tieout's own schema and views beside the ledger
              tieout run --since 2026-11-01T00:00:00Z            a plan: what would be granted
              tieout run --since 2026-11-01T00:00:00Z --apply    grants it

            Environment: STRIPE_SECRET_KEY (a restricted read-only key is enough), DATABASE_URL or libpq's PG…,
            STRIPE_API_BASE, TIEOUT_CONFIG; secrets also from files (STRIPE_SECRET_KEY_FILE, DATABASE_URL_FILE).

            Exit status: 0 tied out · 1 failed · 2 findings wait for a person · 3 some corrections failed
              4 an invariant is broken · 64 usage · 69 out of reach, incomplete · 73 report cannot be written
              75 another run is at work · 77 permission missing · 78 configuration or schema · 130, 143 stopped
            """,
        version: Program.version,
        subcommands: [
            RunCommand.self, FindingsCommand.self, ExplainCommand.self, RunsCommand.self, DoctorCommand.self,
            MigrateCommand.self, SimulateCommand.self, DemoCommand.self,
        ]
    )
}

/// What the program says of itself.
enum Program {
    /// The version, as `--version`, reports and run rows say it.
    static let version = "0.1.0"
}
