import PostgresLedger
import Reconciliation
import TestSupport

/// Books for worlds with and without the tables that only some applications keep.
struct SimulationBooks {
    private let reference: Books
    private let extended: Books

    static func open() async throws -> SimulationBooks {
        let books = SimulationBooks(reference: try await .open(), extended: try await .open())
        for each in [books.reference, books.extended] { try each.sql(.moreTables) }
        var mapping = LedgerMapping.reference
        mapping.tables[.subscription] = MappedTable(
            "subscriptions",
            [:],
            same: ["user_id", "stripe_subscription_id", "status"]
        )
        try await books.extended.database.ledger(mapping: mapping).migrate()
        return books
    }

    /// The books with a world in them, and nothing else.
    func holding(_ world: World) throws -> Books {
        let books = world.ledger == .extended ? extended : reference
        try world.enter(books)
        return books
    }
}

extension Statement {
    /// Both books have them, so that both are filled alike; only the extended ones' views show them.
    fileprivate static let moreTables: Statement = """
        DO $$ BEGIN
            CREATE TABLE public.subscriptions (stripe_subscription_id text, user_id uuid, status text);
            CREATE TABLE public.platform_credits (
                provider text, current_balance integer, low_balance_threshold integer, credit_ratio numeric);
        END $$
        """
}

/// What the SQL says of a world, in the auditor's words.
extension Verdict {
    /// Asks the SQL.
    static func ofSQL(_ world: World, in books: SimulationBooks) async throws -> (verdict: Verdict, night: Night) {
        let books = try books.holding(world)
        let night = try await books.night(in: world)
        return (try Verdict(night.findings, ends: books.ends()), night)
    }

    init(_ findings: [Finding], ends: [String]) throws {
        self.findings = Set(findings.map(AuditedFinding.init))
        self.ends = Set(ends)
    }
}

extension AuditedFinding {
    /// What a rule reports.
    init(_ finding: Finding) {
        self.init(
            kind: finding.kind.rawValue,
            id: finding.stripeID ?? finding.ledgerID ?? "-",
            severity: finding.severity.rawValue,
            credits: finding.credits,
            expected: finding.expectedMinor,
            recorded: finding.recordedMinor,
            currency: finding.currency?.code,
            hold: finding.detail["hold"]
        )
    }
}

extension Books {
    /// Where each record of the last night ended up: `charge ch_1 excluded uncaptured`.
    func ends() throws -> [String] {
        try lines(
            """
            SELECT record_kind || ' ' || stripe_id || ' ' || state || CASE WHEN reason = '' THEN '' ELSE ' ' || reason END
                AS line
            FROM tieout.record_state
            """
        )
    }
}

extension World {
    /// What the SQL says otherwise than the auditor, or that does not add up; empty when they agree.
    func disagreements(in books: SimulationBooks) async throws -> [String] {
        let (sql, night) = try await Verdict.ofSQL(self, in: books)
        return Auditor(self).verdict.differences(from: sql) + night.breaks.map { "broken: \($0)" } + night.repetitions
    }
}

extension Night {
    /// Findings that more than one row reports, which as a set would look like one.
    fileprivate var repetitions: [String] {
        Dictionary(grouping: findings, by: \.fingerprint).filter { $0.value.count > 1 }.keys.sorted().map {
            "repeated: \($0)"
        }
    }
}
