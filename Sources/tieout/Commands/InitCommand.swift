import ArgumentParser
import Foundation
import PostgresLedger

/// `tieout init`: a configuration that fits the database, or the files of a schedule that fit the machine.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Prints a tieout.yaml that fits the database's ledger, or the files of a nightly schedule.",
        discussion: """
            Tables and function are recognised by their names, columns, types, foreign keys and arguments. What was
            recognised, how sure that is and what is left to you stands in the file's comments and on standard error.

            Examples:
              tieout init                        look first
              tieout init --write tieout.yaml    keep it; a file that is there is never overwritten
              tieout init --migration            only the SQL that would make posting possible, where that is needed
              tieout init --scheduler systemd    the units of a nightly run, filled in; asks no database
              tieout init --scheduler cron --at 03:41 --user billing --write /    puts the files where they belong

            A schedule names this program, its configuration and the variables that are set, never a secret's value.

            Exit status 0 when the mapping works as it is, 2 when something is left to you, 78 when no ledger is there.
            """
    )

    @Option(
        help: ArgumentHelp(
            "Write the configuration to a file that is not there yet; with --scheduler, its files below a folder.",
            valueName: "path"
        )
    )
    var write: String?

    @Flag(help: "Print only the SQL that would make posting possible.")
    var migration = false

    @Option(
        help: ArgumentHelp("Print the files of a nightly schedule instead.", valueName: "systemd|cron|kubernetes"),
        transform: Scheduler.init(name:)
    )
    var scheduler: Scheduler?

    @Option(help: ArgumentHelp("Who runs it, with --scheduler (default: tieout).", valueName: "name"))
    var user: String?

    @Option(
        help: ArgumentHelp(
            "When it starts, with --scheduler: in UTC, with cron in the host's zone (default: 02:17).",
            valueName: "hh:mm"
        )
    )
    var at: TimeOfDay?

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard write == nil || !migration else { throw ValidationError("--write and --migration do not go together") }
        guard let scheduler else {
            guard user == nil, at == nil else { throw ValidationError("--user and --at go with --scheduler") }
            return
        }
        guard !migration else { throw ValidationError("--scheduler and --migration do not go together") }
        guard user == nil || scheduler != .kubernetes else {
            throw ValidationError("--user: in Kubernetes the image says who runs it")
        }
        if let user, !ScheduleFacts.isUserName(user) {
            throw ValidationError("--user: '\(user)' is no name of a user")
        }
    }

    func run() async throws {
        try await shared.perform { console in
            if let scheduler { return try writeSchedule(for: scheduler, on: console) }
            let ledger = try await shared.configuration().connectedLedger()
            let database = try await ledger.sessionFacts().database
            let catalog = try await ledger.catalog()
            let proposal = Recogniser(catalog: catalog).proposal()
            if let failure = Self.failure(of: proposal, catalog, database: database) { throw failure }
            let text = ProposalText(proposal: proposal, catalog: catalog, database: database)
            if let write { try NewFile(path: write).write(text.yaml) }
            tell(text, on: console)
            console.json(text.json)
            return proposal.isComplete ? .tiedOut : .differences
        }
    }

    private func tell(_ text: ProposalText, on console: Output) {
        if migration {
            console.line(text.migration?.sql ?? "-- Nothing is in the way of posting.")
        } else if let write {
            console.line("wrote \(write)")
        } else {
            console.line(String(text.yaml.dropLast()))
        }
        for line in text.parts { console.note(line) }
        if let obstacle = text.proposal.obstacle { console.note(obstacle.sentence) }
        for remark in text.proposal.remarks { console.note(remark) }
        for question in text.proposal.questions { console.note("left to you: \(question)") }
        console.note("Next: tieout doctor\(write.map { $0 == "tieout.yaml" ? "" : " --config \($0)" } ?? "")")
    }

    /// Prints or writes what is in `cron/` with this machine's words.
    private func writeSchedule(for scheduler: Scheduler, on console: Output) throws -> ExitStatus {
        let files = ScheduleFile.files(for: scheduler, try scheduleFacts())
        if let write {
            for (path, outcome) in try ScheduleFile.write(files, below: write) { console.line("\(outcome) \(path)") }
        } else {
            for file in files { console.line("# ---- \(file.destination)\n\(file.text)") }
        }
        let texts = files.map { ["path": $0.destination, "mode": String($0.mode, radix: 8), "text": $0.text] }
        console.json(["schema_version": 1, "scheduler": scheduler.rawValue, "files": texts])
        for step in scheduler.nextSteps { console.note(step.replacingOccurrences(of: "USER", with: user ?? "tieout")) }
        return .tiedOut
    }

    /// This program and its configuration, as the schedule has to name them.
    private func scheduleFacts() throws -> ScheduleFacts {
        let environment = ProcessInfo.processInfo.environment
        var facts = ScheduleFacts()
        facts.binary = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().path
        if let path = shared.configurationPath {
            facts.configuration = URL(filePath: path).standardizedFileURL.path
            facts.configurationText = try? String(contentsOfFile: path, encoding: .utf8)
        }
        if let user { facts.user = user }
        if let at { facts.time = at }
        facts.variables = ScheduleFacts.variables(of: environment)
        try facts.requireWritable()
        return facts
    }

    /// The failure that it is when nothing of a ledger is there.
    private static func failure(
        of proposal: MappingProposal,
        _ catalog: DatabaseCatalog,
        database: String
    ) -> Failure? {
        guard proposal.isEmpty, proposal.questions.isEmpty else { return nil }
        guard !catalog.tables.isEmpty else {
            return Failure(
                .configuration,
                "database \(database) holds no tables that the role can see",
                advice: "Check DATABASE_URL. `tieout migrate --ledger` makes the reference ledger in an empty database."
            )
        }
        return Failure(
            .configuration,
            "none of the \(catalog.tables.count.of("table")) of database \(database) looks like balances, a journal of credits"
                + " or purchases",
            advice: "Check DATABASE_URL, or map the ledger by hand: docs/ledgers.md shows how."
        )
    }
}
