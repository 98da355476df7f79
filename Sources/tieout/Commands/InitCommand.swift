import ArgumentParser
import Foundation
import PostgresLedger

/// `tieout init`: a configuration that fits the database.
struct InitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Looks at the database and prints a tieout.yaml that fits its ledger; changes nothing.",
        discussion: """
            Tables and function are recognised by their names, columns, types, foreign keys and arguments. What was
            recognised, how sure that is and what is left to you stands in the file's comments and on standard error.

            Examples:
              tieout init                        look first
              tieout init --write tieout.yaml    keep it; a file that is there is never overwritten
              tieout init --migration            only the SQL that would make posting possible, where that is needed

            Exit status 0 when the mapping works as it is, 2 when something is left to you, 78 when no ledger is there.
            """
    )

    @Option(help: ArgumentHelp("Write the configuration to a file that is not there yet.", valueName: "path"))
    var write: String?

    @Flag(help: "Print only the SQL that would make posting possible.")
    var migration = false

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        guard write == nil || !migration else { throw ValidationError("--write and --migration do not go together") }
    }

    func run() async throws {
        try await shared.perform { console in
            let ledger = try await shared.configuration().connectedLedger()
            let database = try await ledger.sessionFacts().database
            let catalog = try await ledger.catalog()
            let proposal = Recogniser(catalog: catalog).proposal()
            if let failure = Self.failure(of: proposal, catalog, database: database) { throw failure }
            let text = ProposalText(proposal: proposal, catalog: catalog, database: database)
            if let write { try Self.write(text.yaml, to: write) }
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

    private static func write(_ text: String, to path: String) throws(Failure) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o644)
        guard descriptor >= 0 else {
            if errno == EEXIST {
                throw Failure(
                    .usage,
                    "\(path) is there already",
                    advice: "Choose another --write, or move the file away."
                )
            }
            throw Failure(.cannotWriteReport, "cannot write \(path): \(String(cString: strerror(errno)))")
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data(text.utf8))
            try file.synchronize()
        } catch {
            unlink(path)
            throw Failure(.cannotWriteReport, "cannot write \(path): \(error.localizedDescription)")
        }
    }
}
