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
            if print {
                let script = (ledger ? PostgresLedger.ledgerScript + "\n" : "") + PostgresLedger.schemaScript
                console.line(script)
                console.json(["schema_version": 1, "sql": script])
                return .tiedOut
            }
            let database = try await shared.configuration().connectedLedger()
            var done: [String] = []
            if ledger { done += try await database.createOrCompleteLedger() }
            done += try await database.migrate()
            for step in done { console.line(step) }
            if done.isEmpty { console.line("Nothing to do: everything is there.") }
            console.json(["schema_version": 1, "done": done])
            return .tiedOut
        }
    }
}
