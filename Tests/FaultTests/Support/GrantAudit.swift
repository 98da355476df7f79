import PostgresLedger
import TestSupport

/// The history of all grants as a trigger of the test saw them, and what is wrong with it: written apart from Tieout's
/// own proofs, from the rows alone.
struct GrantAudit {
    private struct Entry {
        let user: String
        let amount: Int64
        let before: Int64
        let after: Int64
        let reference: String?
    }

    private let entries: [Entry]
    private let balances: [String: Int64]
    private let completed: [String: Int]

    /// Has the database write down every movement that is made from now on; none is ever taken out.
    static func install(_ connection: Connection) throws {
        try connection.execute(
            script: """
                CREATE SCHEMA audit;
                CREATE TABLE audit.grant_call (
                    number bigint GENERATED ALWAYS AS IDENTITY, user_id uuid, amount bigint, balance_before bigint,
                    balance_after bigint, reference_id text
                );
                CREATE FUNCTION audit.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
                BEGIN
                    INSERT INTO audit.grant_call (user_id, amount, balance_before, balance_after, reference_id)
                    VALUES (NEW.user_id, NEW.amount, NEW.balance_before, NEW.balance_after, NEW.reference_id);
                    RETURN NULL;
                END $$;
                CREATE TRIGGER note AFTER INSERT ON public.credit_transactions
                    FOR EACH ROW EXECUTE FUNCTION audit.note();
                """
        )
    }

    init(of database: TestDatabase) throws {
        let connection = try database.connect()
        entries = try connection.query(
            """
            SELECT user_id::text, amount, balance_before, balance_after, reference_id
            FROM audit.grant_call ORDER BY number
            """
        ).map { row in
            Entry(
                user: try row.text("user_id"),
                amount: try row.integer("amount"),
                before: try row.integer("balance_before"),
                after: try row.integer("balance_after"),
                reference: try row.optionalText("reference_id")
            )
        }
        balances = try Dictionary(
            uniqueKeysWithValues: connection.query(
                "SELECT user_id::text, balance::bigint AS balance FROM public.user_credits"
            ).map { (try $0.text("user_id"), try $0.integer("balance")) }
        )
        completed = try connection.query(
            "SELECT stripe_session_id AS session FROM public.user_credit_purchases WHERE status = 'completed'"
        ).reduce(into: [:]) { $0[try $1.text("session"), default: 0] += 1 }
    }

    /// How often each session was granted.
    var grants: [String: Int] {
        entries.reduce(into: [:]) { counts, entry in
            if let reference = entry.reference, entry.amount > 0 { counts[reference, default: 0] += 1 }
        }
    }

    /// What is wrong, where each of these sessions is to be granted once and nothing else ever happened.
    func faults(granting sessions: some Collection<String>) -> [String] {
        let grants = grants
        var faults = sessions.sorted().filter { grants[$0] != 1 }.map { "\($0) was granted \(grants[$0] ?? 0) times" }
        faults += grants.keys.filter { !sessions.contains($0) }.sorted().map { "\($0) was granted for nothing" }
        faults += sessions.sorted().filter { completed[$0] != 1 }.map {
            "\($0) has \(completed[$0] ?? 0) completed purchases"
        }
        return faults + brokenChains
    }

    /// Buyers whose movements do not follow one from the other up to the balance.
    var brokenChains: [String] {
        var running: [String: Int64] = [:]
        var faults: [String] = []
        for entry in entries {
            let expected = running[entry.user] ?? 0
            if entry.before != expected || entry.after != expected + entry.amount {
                faults.append(
                    "a movement of \(entry.user) goes from \(entry.before) to \(entry.after), not from \(expected)"
                )
            }
            running[entry.user] = entry.after
        }
        for (user, balance) in balances where running[user] ?? 0 != balance {
            faults.append("\(user) has \(balance) and the movements say \(running[user] ?? 0)")
        }
        return faults.sorted()
    }
}
