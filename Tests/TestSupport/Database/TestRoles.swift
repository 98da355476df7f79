import Foundation
import PostgresLedger
import Synchronization

/// The logins of tests that have no more than the rights of one of Tieout's roles.
///
/// With `TIEOUT_ROLES=1` every program and every set of books works as one of them instead of as the superuser: what posts
/// as the poster, everything else as the reader.
public enum TestRoles {
    /// Plans and reports.
    public static let reader = "tieout_test_reader"
    /// Posts as well.
    public static let poster = "tieout_test_poster"
    /// Decides on plans.
    public static let approver = "tieout_test_approver"

    /// Whether they are used.
    public static let areOn = ProcessInfo.processInfo.environment["TIEOUT_ROLES"] == "1"
    private static let prepared = Mutex<Set<String>>([])

    /// Makes them, with their rights on a ledger.
    public static func make(in database: TestDatabase, mapping: LedgerMapping = .reference) async throws {
        let ledger = try await database.ledger(mapping: mapping)
        try await ledger.makeRoles()
        await ledger.disconnect()
        try makeLogins(over: database.connect())
    }

    private static func makeLogins(over connection: Connection) throws {
        try connection.execute(
            script: """
                DO $$ BEGIN
                    CREATE ROLE \(reader) LOGIN IN ROLE \(RoleRight.reader);
                EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
                DO $$ BEGIN
                    CREATE ROLE \(poster) LOGIN IN ROLE \(RoleRight.poster);
                EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
                DO $$ BEGIN
                    CREATE ROLE \(approver) LOGIN IN ROLE \(RoleRight.approver);
                EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
                """
        )
    }

    /// The ledger of the poster, for books that are kept as no more than that.
    static func poster(of ledger: PostgresLedger, in database: TestDatabase) async throws -> PostgresLedger {
        try await make(in: database, mapping: ledger.mapping)
        var functions = [ledger.mapping.function?.name].compactMap(\.self)
        if case .function(let name, _) = ledger.mapping.balance { functions.append(name) }
        for function in functions {
            // A function with its caller's rights needs rights on the application's own tables, which no role of Tieout's has.
            try database.connect().execute(
                script: """
                    DO $$ DECLARE routine text; BEGIN
                        FOR routine IN
                            SELECT format('%s %s', CASE prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,
                                pg_proc.oid::regprocedure)
                            FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
                            WHERE proname = '\(function.name)' AND nspname = '\(function.schema)'
                        LOOP
                            EXECUTE format('ALTER %s SECURITY DEFINER', routine);
                        END LOOP;
                    END $$
                    """
            )
        }
        let posting = PostgresLedger(try database.settings(as: poster), mapping: ledger.mapping)
        try await posting.connect()
        return posting
    }

    /// The commands that set a ledger up, which is the administrator's work.
    private static let administration: Set<String> = ["migrate", "doctor", "init", "demo", "simulate", "config"]

    /// The URL of the database for a program that is started with those arguments.
    static func url(for program: Program, _ arguments: [String]) -> String? {
        guard let url = program.environment["DATABASE_URL"], areOn, let command = arguments.first,
            !administration.contains(command), url.contains("//postgres@"),
            prepare(url, with: program, arguments)
        else { return program.environment["DATABASE_URL"] }
        let posts = command == "apply" || arguments.contains("--apply")
        return url.replacing("//postgres@", with: "//\(posts ? poster : reader)@")
    }

    /// Gives the roles their rights by the SQL that the program itself prints, once a database; false where it prints none.
    private static func prepare(_ url: String, with program: Program, _ arguments: [String]) -> Bool {
        if prepared.withLock({ $0.contains(url) }) { return true }
        let configuration = arguments.firstIndex(of: "--config").map { Array(arguments[$0...].prefix(2)) } ?? []
        guard let printed = try? program.run(["migrate", "--roles", "--print"] + configuration), printed.status == 0,
            let connection = try? Connection(ConnectionSettings(url: url)),
            (try? connection.execute(script: printed.output)) != nil, (try? makeLogins(over: connection)) != nil
        else { return false }
        prepared.withLock { _ = $0.insert(url) }
        return true
    }
}
