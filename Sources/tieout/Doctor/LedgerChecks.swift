import PostgresLedger
import Reconciliation

/// What is looked at in the ledger's database; nothing of it writes.
struct LedgerChecks {
    let ledger: PostgresLedger
    /// Live or test, by Stripe's key.
    let livemode: Bool

    /// Runs the checks in order; one that makes the later ones meaningless ends the list.
    func run() async throws -> [Check] {
        var checks = [try await database()]
        let tables = try await tables()
        checks.append(tables)
        guard tables.verdict != .refuse else { return checks }
        let schema = try await schema()
        checks.append(schema)
        checks.append(try await mode())
        let function = try await function()
        checks.append(function)
        guard schema.verdict != .refuse, function.verdict != .refuse else { return checks }
        checks.append(try await trialGrant())
        return checks
    }

    private func database() async throws -> Check {
        let facts = try await ledger.databaseFacts()
        let seen = "PostgreSQL \(facts.version), database \(facts.database), role \(facts.role)"
        if facts.isReplica {
            return .refuse(
                "database",
                .configuration,
                "\(seen) is a replica, which cannot be written to",
                remedy: "Point DATABASE_URL at the primary."
            )
        }
        return .ok("database", seen)
    }

    private func tables() async throws -> Check {
        let missing = try await ledger.missingRelations()
        guard !missing.isEmpty else { return .ok("ledger tables", "all tables and columns are there") }
        return .refuse(
            "ledger tables",
            .configuration,
            "missing: \(missing.joined(separator: ", "))",
            remedy:
                "`tieout migrate --ledger` creates what is missing and changes nothing that is there; --print shows it."
        )
    }

    private func schema() async throws -> Check {
        let pending = try await ledger.pendingMigrations()
        guard pending.isEmpty else {
            return .refuse(
                "schema tieout",
                .configuration,
                "Tieout's own schema is not up to date: \(pending.count) steps are missing, \(pending[0]) is the first",
                remedy: "Run: tieout migrate (--print shows the SQL)."
            )
        }
        return .ok("schema tieout", "up to date")
    }

    private func mode() async throws -> Check {
        let modes = try await ledger.sessionModes()
        let seen = "the newest checkout rows name \(modes.live) live and \(modes.test) test sessions"
        let foreign = livemode ? modes.test : modes.live
        let own = livemode ? modes.live : modes.test
        guard foreign > own else { return .ok("mode", seen) }
        return .refuse(
            "mode",
            .configuration,
            "the Stripe key is a \(livemode ? "live" : "test") key, but \(seen)",
            remedy: "Use the key of the ledger's mode; STRIPE_SECRET_KEY and DATABASE_URL do not belong together."
        )
    }

    private func function() async throws -> Check {
        let functions = try await ledger.grantingFunctions()
        guard let function = functions.first(where: \.isExpected) else {
            let found = functions.isEmpty ? "" : "; there is \(functions.map(\.signature).joined(separator: ", "))"
            return .refuse(
                "function",
                .configuration,
                "public.update_user_credits(uuid, integer, text, text, text, jsonb) is not there\(found)",
                remedy: "`tieout migrate --ledger` creates it where no function of that name exists."
            )
        }
        guard function.isCallable else {
            return .refuse(
                "function",
                .noPermission,
                "the role may not execute \(function.signature)",
                remedy: "As the function's owner: GRANT EXECUTE ON FUNCTION \(function.signature) TO the role."
            )
        }
        return .ok("function", "\(function.signature) is there and may be executed")
    }

    private func trialGrant() async throws -> Check {
        do throws(PostgresError) {
            guard let deviation = try await ledger.tryGrant() else {
                return .ok("trial grant", "one credit, given and rolled back, moved the balance by exactly one")
            }
            return .refuse(
                "trial grant",
                .configuration,
                deviation,
                remedy: "The function does not add what it is told to."
            )
        } catch {
            guard error.sqlState != nil else { throw error }
            let status: ExitStatus = error.sqlState == .insufficientPrivilege ? .noPermission : .configuration
            return .refuse("trial grant", status, "the function failed: \(error)")
        }
    }
}
