import PostgresLedger

/// What is looked at of the database and the way to it; nothing of it writes.
struct DatabaseChecks {
    let ledger: PostgresLedger

    /// Runs the checks in order; a pooler in transaction mode ends the list.
    func run() async throws -> [Check] {
        let pooling = try await ledger.pooling()
        // Behind a pooler in transaction mode a statement that was prepared is not there for the next.
        if pooling == .transaction { return [tls, Self.check(pooling)] }
        return [Self.check(try await ledger.sessionFacts()), tls, Self.check(pooling)]
    }

    /// The oldest server whose SQL the rules are written in, and the oldest that its makers still mend.
    private static let (oldestServer, oldestSupported): (Int64, Int64) = (130_000, 140_000)

    static func check(_ facts: SessionFacts) -> Check {
        let seen = "PostgreSQL \(facts.version), database \(facts.database), role \(facts.role)"
        if facts.isReplica {
            return .refuse(
                .database,
                .configuration,
                "\(seen) is a read-only replica",
                remedy: "Point DATABASE_URL at the primary."
            )
        }
        if facts.versionNumber < oldestServer {
            return .refuse(
                .database,
                .configuration,
                "\(seen): the server is too old",
                remedy: "Tieout needs PostgreSQL 13 or newer."
            )
        }
        if facts.isReadOnly {
            return .refuse(
                .database,
                .configuration,
                "\(seen): every transaction of the role is read only",
                remedy: "ALTER ROLE \(facts.role) RESET default_transaction_read_only;"
            )
        }
        if facts.versionNumber < oldestSupported {
            return .warning(
                .database,
                "\(seen): this version gets no more security updates",
                remedy: "Plan the upgrade to PostgreSQL 14 or newer."
            )
        }
        return .ok(.database, seen)
    }

    private var tls: Check { Self.check(tls: ledger.settings.transportSecurity) }

    static func check(tls: (mode: String, isLocal: Bool)) -> Check {
        switch tls {
        case (_, true): .ok(.tls, "the database is on this machine")
        case ("verify-full", _): .ok(.tls, "certificate and host name are verified (sslmode=verify-full)")
        case ("verify-ca", _):
            .warning(
                .tls,
                "the certificate is verified, the host name is not (sslmode=verify-ca)",
                remedy: "Set sslmode=verify-full in DATABASE_URL, and sslrootcert to the file of your provider's CA."
            )
        case ("require", _):
            .warning(
                .tls,
                "the connection is encrypted, but anybody in between could pose as the server (sslmode=require)",
                remedy: "Set sslmode=verify-full in DATABASE_URL, and sslrootcert to the file of your provider's CA."
            )
        default:
            .warning(
                .tls,
                "the connection may go unencrypted over the network (sslmode=\(tls.mode))",
                remedy:
                    "Set sslmode=verify-full in DATABASE_URL; keep \(tls.mode) only on a network that is yours alone."
            )
        }
    }

    /// Only whether a pooler is in between: what is to be known before a session is relied on.
    func pooler() async throws -> Check { Self.check(try await ledger.pooling()) }

    static func check(_ pooling: Pooling) -> Check {
        switch pooling {
        case .none: .ok(.pooler, "connected to the server itself")
        case .session: .ok(.pooler, "connected through a pooler in session mode")
        case .transaction:
            .refuse(
                .pooler,
                .configuration,
                "connected through a pooler in transaction mode, where neither a session's settings nor its prepared statements hold",
                remedy:
                    "Use the direct connection, or the pooler's session mode: port 5432 instead of 6543 on Supabase."
            )
        }
    }
}
