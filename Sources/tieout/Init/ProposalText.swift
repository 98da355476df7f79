import PostgresLedger

/// A proposal as it is printed: a `tieout.yaml` that says what it was recognised by, the same for machines, and what a
/// person is told beside it.
struct ProposalText {
    let proposal: MappingProposal
    let catalog: DatabaseCatalog
    /// The database's name.
    let database: String

    /// The migration that would make posting possible, where one is needed and can be written.
    var migration: PostingMigration? { PostingMigration(for: proposal, in: catalog) }

    /// The configuration file.
    var yaml: String {
        let head = ["The ledger of database \(database), as `tieout init` recognised it. Check it with: tieout doctor"]
        return (head + [""] + parts + remarks).map(Self.comment).joined() + proposal.mapping.yaml
    }

    /// What was recognised, one line each.
    var parts: [String] {
        let width = proposal.parts.map { $0.purpose.words.count }.max() ?? 0
        return (proposal.preset.map { ["Preset \($0.rawValue):"] } ?? [])
            + proposal.parts.map { part in
                let purpose = part.purpose.words + String(repeating: " ", count: width - part.purpose.words.count)
                let others = part.alternatives.isEmpty ? "" : "; nearly as well: \(part.alternatives.list)"
                return "\(purpose)  \(part.name) (\(part.confidence.rawValue)\(others))"
            }
    }

    /// What is left for a person, and what would make posting possible.
    private var remarks: [String] {
        var lines: [String] = []
        if let obstacle = proposal.obstacle { lines += ["", obstacle.sentence] }
        if !proposal.remarks.isEmpty { lines += [""] + proposal.remarks }
        if !proposal.questions.isEmpty { lines += ["", "Left to you:"] + proposal.questions.map { "- \($0)" } }
        if let migration {
            lines += [
                "",
                "What would make posting possible; read it before you run it (tieout init --migration prints it alone):",
            ]
            lines += migration.sql.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
                $0.isEmpty ? "" : "  \($0)"
            }
        }
        return lines + [""]
    }

    /// The same for machines.
    var json: [String: Any] {
        var object: [String: Any] = [
            "schema_version": 1, "database": database, "is_complete": proposal.isComplete, "yaml": yaml,
            "questions": proposal.questions, "remarks": proposal.remarks,
            "parts": proposal.parts.map { part in
                [
                    "purpose": part.purpose.key, "name": part.name, "confidence": part.confidence.rawValue,
                    "alternatives": part.alternatives,
                ]
            },
        ]
        object["preset"] = proposal.preset?.rawValue
        object["obstacle"] = proposal.obstacle?.sentence
        object["migration"] = migration?.sql
        return object
    }

    private static func comment(_ line: String) -> String { line.isEmpty ? "#\n" : "# \(line)\n" }
}

extension RecognisedPart.Purpose {
    /// What it is called in `tieout.yaml`.
    fileprivate var key: String {
        switch self {
        case .table(let view): view.key
        case .function: "function"
        }
    }

    /// What it is for, in words.
    fileprivate var words: String {
        switch self {
        case .table(let view): view.purpose
        case .function: "the function that grants"
        }
    }
}
