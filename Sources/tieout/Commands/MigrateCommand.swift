import ArgumentParser
import PostgresLedger

/// `tieout migrate`: Tieout's own schema and views, and the reference ledger.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Makes Tieout's own schema and views; with --ledger also what the reference ledger lacks.",
        discussion: """
            Examples:
              tieout migrate --print            the SQL, without running it
              tieout migrate
              tieout migrate --ledger           creates or completes the reference ledger first
            """
    )

    @Flag(help: "Print the SQL and change nothing.")
    var print = false

    @Flag(help: "Create or complete the reference ledger; nothing that is there is changed.")
    var ledger = false

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        try await shared.perform { console in
            let database = try await shared.configuration().connectedLedger()
            if print {
                let script = try await script(of: database)
                console.line(script)
                console.json(["schema_version": 1, "sql": script])
                return .tiedOut
            }
            var report = ledger ? try await database.createOrCompleteLedger() : MigrationReport()
            try await requireLedger(database)
            report.changes += try await database.migrate().changes
            for change in report.changes { console.line(change) }
            for remark in report.remarks { console.line("left to you: \(remark)") }
            if report.changes.isEmpty { console.line("Nothing to do: everything is there.") }
            console.json(["schema_version": 1, "changes": report.changes, "remarks": report.remarks])
            return .tiedOut
        }
    }

    /// The SQL of what is asked for. Views are written for the tables that are there, so those of a ledger that is yet to
    /// be completed are printed once it is.
    private func script(of database: PostgresLedger) async throws -> String {
        guard ledger else {
            try await requireLedger(database)
            return try await database.migrationScript()
        }
        let isComplete = try await database.missingRelations().isEmpty
        let schema = isComplete ? try await database.migrationScript() : "-- Then: tieout migrate --print\n"
        return PostgresLedger.ledgerScript + "\n" + schema
    }

    /// Views over tables that are not there would show an empty ledger, in which every sale looks missed.
    private func requireLedger(_ database: PostgresLedger) async throws {
        let missing = try await database.missingRelations()
        guard missing.isEmpty else {
            throw Failure(
                .configuration,
                "the ledger lacks \(missing.joined(separator: ", "))",
                advice: "`tieout migrate --ledger` creates what is missing and changes nothing that is there."
            )
        }
    }
}
