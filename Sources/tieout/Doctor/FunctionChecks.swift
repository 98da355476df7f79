import PostgresLedger

/// What is looked at of the granting function as others see it: who may call it, and with whose rights it runs.
struct FunctionChecks {
    /// The function that is called.
    let function: FunctionExposure
    /// All functions of its name.
    let namesakes: [FunctionExposure]
    /// Who may change the balances without it.
    let balanceWriters: [String]

    /// The checks in order.
    var checks: [Check] { [overloads, callers, searchPath, owner] }

    private var overloads: Check {
        let others = namesakes.map(\.signature).filter { $0 != function.signature }
        guard !others.isEmpty else { return .ok(.overloads, "no other function has its name") }
        return .warning(
            .overloads,
            "\(others.joined(separator: " and ")) \(others.count == 1 ? "has" : "have") the same name",
            remedy: "Drop what nobody calls: a caller that leaves an argument out may reach the wrong one."
        )
    }

    /// Roles under which everybody comes in who reaches the application's API.
    private static let everybody: Set<String> = ["PUBLIC", "anon", "authenticated"]

    private var callers: Check {
        let strangers = function.callers.filter(Self.everybody.contains)
        let named = function.callers.filter { !Self.everybody.contains($0) }
        guard !strangers.isEmpty else {
            return .ok(
                .callers,
                named.isEmpty ? "only its owner may execute it" : "beside its owner only \(named.list) may execute it"
            )
        }
        guard function.isDefiner || !balanceWriters.isEmpty else {
            return .ok(.callers, "\(strangers.list) may execute it, with no more than their own rights on the tables")
        }
        let revoke = "REVOKE EXECUTE ON FUNCTION \(function.identity) FROM \(strangers.joined(separator: ", "));"
        let grants = function.callersByDefault.map { "GRANT EXECUTE ON FUNCTION \(function.identity) TO \($0);" }
        return .warning(
            .callers,
            "\(strangers.list) may execute \(function.name): whoever is logged in can give themselves credits,"
                + " unless the function itself refuses",
            remedy: [revoke] + grants
        )
    }

    private var searchPath: Check {
        guard function.isDefiner else { return .ok(.searchPath, "it runs with its caller's rights") }
        let remedy = "ALTER FUNCTION \(function.identity) SET search_path = pg_catalog, public, pg_temp;"
        guard let path = function.searchPath else {
            return .warning(
                .searchPath,
                "\(function.name) runs with its owner's rights and its caller's search path:"
                    + " a caller can put a table of their own in the place of the ledger's",
                remedy: remedy
            )
        }
        let schemas = path.split(separator: ",").map { $0.filter { !" \"".contains($0) } }.filter { !$0.isEmpty }
        let open = schemas.filter(function.openSchemas.contains)
        guard open.isEmpty else {
            return .warning(
                .searchPath,
                "its search path has \(open.list), where everybody may create tables and functions",
                remedy: "REVOKE CREATE ON SCHEMA \(open.joined(separator: ", ")) FROM PUBLIC;"
            )
        }
        guard schemas.isEmpty || schemas.contains("pg_temp") else {
            return .warning(
                .searchPath,
                "its search path does not end with pg_temp, so a caller's temporary table comes before the ledger's",
                remedy: "ALTER FUNCTION \(function.identity) SET search_path = \(path), pg_temp;"
            )
        }
        return .ok(.searchPath, schemas.isEmpty ? "pinned to nothing" : "pinned to \(schemas.joined(separator: ", "))")
    }

    private var owner: Check {
        guard function.isDefiner else { return .ok(.owner, "\(function.owner); it runs with its caller's rights") }
        guard function.ownerIsSuperuser else { return .ok(.owner, "it runs with the rights of \(function.owner)") }
        return .warning(
            .owner,
            "it runs with the rights of \(function.owner), a superuser: a flaw in it opens the whole server",
            remedy: "Give it to a role that owns the ledger's tables and nothing else: ALTER FUNCTION … OWNER TO …;"
        )
    }
}

extension [String] {
    /// `a, b and c`.
    var list: String {
        count < 2 ? joined() : dropLast().joined(separator: ", ") + " and " + (last ?? "")
    }
}
