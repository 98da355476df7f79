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
              tieout migrate --guard            also makes the unique index that keeps late webhooks out
              tieout migrate --roles            also makes roles to plan, to post and to decide, with no more rights
              tieout migrate --roles --print    the SQL of that, for whoever may run it
              tieout migrate --ledger           creates or completes the reference ledger first
            """
    )

    @Flag(help: "Print the SQL and change nothing.")
    var print = false

    @Flag(help: "Create or complete the reference ledger; nothing that is there is changed.")
    var ledger = false

    @Flag(
        name: .customLong("guard"),
        help: "Make the guard as well: a unique index at which a late webhook fails instead of granting again."
    )
    var makesGuard = false

    @Flag(
        help: """
            Make the roles tieout_reader (plans, reports), tieout_poster (posts as well) and tieout_approver (decides on \
            plans), with their rights.
            """
    )
    var roles = false

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
            if makesGuard { try await makeGuard(in: database, &report) }
            if roles {
                try await database.makeRoles()
                report.changes.append("gave tieout_reader, tieout_poster and tieout_approver their rights")
            }
            for change in report.changes { console.line(change) }
            for remark in report.remarks { console.line("left to you: \(remark)") }
            if report.changes.isEmpty { console.line("Nothing to do: everything is there.") }
            console.json(["schema_version": 1, "changes": report.changes, "remarks": report.remarks])
            return .tiedOut
        }
    }

    private func makeGuard(in database: PostgresLedger, _ report: inout MigrationReport) async throws {
        guard let plan = try await guardPlan(of: database) else { return }
        try await database.make(plan)
        report.changes.append("made the guard \(plan.index)")
        if plan.beginsToday {
            let references = plan.duplicates.map { "\($0.reference) (\($0.movements) times)" }.joined(separator: ", ")
            report.remarks.append("the guard holds for rows from today on, because of \(references)")
        }
    }

    /// How the guard would be made; nil where there is one.
    private func guardPlan(of database: PostgresLedger) async throws -> GuardPlan? {
        do {
            return try await database.guardPlan()
        } catch GuardObstacle.noJournal {
            throw Failure(
                .configuration,
                "there can be no guard: the ledger has no journal table with a reference",
                advice: "Without it grants wait until every granting event is delivered, or 72 hours have passed."
            )
        } catch GuardObstacle.duplicatesWithoutTime(let duplicates) {
            let references = duplicates.map(\.reference).joined(separator: ", ")
            throw Failure(
                .configuration,
                "there can be no guard: \(references) were granted more than once, and the journal keeps no time",
                advice: "Mend the duplicates, then try again; `tieout explain duplicate_grant` says how."
            )
        }
    }

    /// The SQL of what is asked for. Views are written for the tables that are there, so those of a ledger that is yet to
    /// be completed are printed once it is.
    private func script(of database: PostgresLedger) async throws -> String {
        if roles {
            guard try await database.pendingMigrations().isEmpty else {
                throw Failure(
                    .configuration,
                    "the rights are on a schema tieout that is missing or out of date",
                    advice: "Run tieout migrate first, then print the roles."
                )
            }
            return try await database.roleScript()
        }
        guard ledger else {
            try await requireLedger(database)
            let schema = try await database.migrationScript()
            guard makesGuard, let plan = try await guardPlan(of: database) else { return schema }
            return schema + "\n-- By itself, outside any transaction:\n\(plan.creation);\n"
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
