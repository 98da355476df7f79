import PostgresLedger

/// What is looked at in the ledger; nothing of it writes.
struct LedgerChecks {
    let ledger: PostgresLedger
    /// Live or test, by Stripe's key; nil where there is no usable key.
    let livemode: Bool?
    /// Whether a grant is tried and rolled back where everything else is sound.
    var tries = true

    /// Runs the checks in order; one that makes later ones meaningless ends the list.
    func run() async throws -> [Check] {
        let tables = Self.check(missing: try await ledger.missingRelations())
        guard tables.verdict != .refuse else { return [tables] + (try await granting(isSound: false)) }
        let rights = Self.check(try await ledger.missingRights())
        guard rights.verdict != .refuse else { return [tables, rights] + (try await granting(isSound: false)) }
        let rowSecurity = Self.check(try await ledger.rowSecurity())
        let schema = Self.check(
            pending: try await ledger.pendingMigrations(),
            mayMigrate: try await ledger.sessionFacts().mayCreateSchemas
        )
        var checks = [tables, rights, rowSecurity, schema]
        var isSound = rowSecurity.verdict != .refuse && schema.verdict != .refuse
        if schema.verdict != .refuse {
            let role = try await ledger.sessionFacts().role
            let ownRights = Self.check(ownRights: try await ledger.roleRights(), of: role)
            checks.append(ownRights)
            // Nothing can be asked of views that may not be read.
            if ownRights.failure(ofRunThatPosts: false) != nil { return checks }
            isSound = isSound && ownRights.verdict != .refuse
            if let check = AlertTableCheck(mapping: ledger.mapping).check(try await ledger.alertTableFacts()) {
                checks.append(check)
            }
        }
        if schema.verdict != .refuse, let livemode {
            checks.append(Self.check(try await ledger.sessionModes(), livemode: livemode))
        }
        // The views know of which type a column is: a uuid holds no Stripe id.
        let evidence = schema.verdict == .refuse ? ledger.mapping.evidence : try await ledger.evidence()
        checks.append(Self.check(evidence))
        return checks + (try await granting(isSound: isSound))
    }

    private static func check(missing: [String]) -> Check {
        guard !missing.isEmpty else { return .ok(.tables, "all mapped tables and columns are there") }
        return .refuse(
            .tables,
            .configuration,
            "missing: \(grouped(missing).joined(separator: ", "))",
            remedy: "`tieout init` prints the mapping that fits this database.",
            "For the reference ledger `tieout migrate --ledger` creates what is missing and changes nothing that is there."
        )
    }

    /// Columns behind the name of their table: `public.user_credits (balance, lifetime_earned)`.
    private static func grouped(_ missing: [String]) -> [String] {
        var tables: [(name: String, columns: [String])] = []
        for name in missing {
            let parts = name.split(separator: ".").map(String.init)
            let table = parts.prefix(2).joined(separator: ".")
            if tables.last?.name != table { tables.append((table, [])) }
            tables[tables.count - 1].columns += parts.dropFirst(2)
        }
        return tables.map { $0.columns.isEmpty ? $0.name : "\($0.name) (\($0.columns.joined(separator: ", ")))" }
    }

    private static func check(_ missing: [MissingRight]) -> Check {
        guard let first = missing.first else { return .ok(.rights, "the role may read and write what it has to") }
        return .refuse(
            .rights,
            .noPermission,
            "\(first.reader) lacks rights on \(missing.map(\.object).list)",
            remedy: missing.map(\.grant)
        )
    }

    private static func check(_ secured: [RowSecurity]) -> Check {
        let blinding = secured.filter(\.isBlinding)
        if let first = blinding.first {
            let seen = blinding.map { table in
                "\(table.table) (\(table.rowsSeen) of "
                    + (table.rowsExpected > 0 ? "about \(table.rowsExpected) rows" : "an unknown number of rows") + ")"
            }
            return .refuse(
                .rowSecurity,
                .noPermission,
                "row-level security hides rows from \(first.reader), and what is hidden would look missed: \(seen.list)",
                remedy: [
                    "As an administrator, one of: ALTER ROLE \(first.reader) BYPASSRLS;",
                    "CREATE POLICY tieout ON \(first.table) FOR ALL TO \(first.reader) USING (true); and so on for each",
                ]
            )
        }
        let unproven = secured.filter { !$0.isLetThrough }
        if !unproven.isEmpty {
            return .warning(
                .rowSecurity,
                "row-level security holds on \(unproven.map(\.table).list); all rows seem to be visible now",
                remedy: "ALTER ROLE \(unproven[0].reader) BYPASSRLS; makes sure that they stay so."
            )
        }
        return .ok(.rowSecurity, secured.isEmpty ? "hides no rows from the role" : "a policy shows the role every row")
    }

    private static func check(pending: [String], mayMigrate: Bool) -> Check {
        guard !pending.isEmpty else { return .ok(.schema, "schema tieout is up to date") }
        return .refuse(
            .schema,
            .configuration,
            "Tieout's own schema tieout is missing or older than this program (\(pending.count.of("step")) to go)",
            remedy: mayMigrate
                ? "Run: tieout migrate (--print shows the SQL)."
                : "The role may not create schemas: have an administrator run what `tieout migrate --print` prints."
        )
    }

    private static func check(ownRights: [RoleRight], of role: String) -> Check {
        // Of the granting function the check of that name speaks; who runs the job need not decide on its plans.
        let missing = ownRights.filter { !$0.isHeld && !$0.isToCall && $0.role != RoleRight.approver }
        let ofReader = missing.filter { $0.role == RoleRight.reader }
        guard !missing.isEmpty else { return .ok(.ownRights, "role \(role) may plan and post") }
        let named = missing.map { "\($0.privilege) on \($0.object)" }
        let shown = named.prefix(5) + (named.count > 5 ? ["\(named.count - 5) more"] : [])
        guard ofReader.isEmpty else {
            return .refuse(
                .ownRights,
                .noPermission,
                "role \(role) may not keep what a run finds: it lacks \(Array(shown).list)",
                remedy: [
                    "Use a role in \(RoleRight.reader) or \(RoleRight.poster) (tieout migrate --roles makes them), or:"
                ] + missing.map(\.grantToUs)
            )
        }
        return .refusePosting(
            .ownRights,
            .noPermission,
            "role \(role) may plan and report, and may not post: it lacks \(Array(shown).list)",
            remedy: "To post, use a role in \(RoleRight.poster): tieout migrate --roles makes it."
        )
    }

    private static func check(_ modes: (live: Int64, test: Int64), livemode: Bool) -> Check {
        let seen = "the newest references of the ledger name \(modes.live) live and \(modes.test) test sessions"
        let foreign = livemode ? modes.test : modes.live
        let own = livemode ? modes.live : modes.test
        guard foreign > own else { return .ok(.mode, seen) }
        return .refuse(
            .mode,
            .configuration,
            "the Stripe key is a \(livemode ? "live" : "test") key, but \(seen)",
            remedy: "STRIPE_SECRET_KEY and DATABASE_URL do not belong together; use the key of the ledger's mode."
        )
    }

    private static func check(_ evidence: [EvidenceColumn]) -> Check {
        guard !evidence.isEmpty else {
            return .refusePosting(
                .evidence,
                .configuration,
                PostingObstacle.noEvidence.sentence,
                remedy: "`tieout init` prints the migration that gives movements a Stripe id."
            )
        }
        return .ok(
            .evidence,
            "earlier grants carry a Stripe id in \(evidence.map { "\($0.view.purpose) (\($0.column))" }.list)"
        )
    }
}
