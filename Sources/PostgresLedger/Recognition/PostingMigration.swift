/// SQL that would make a ledger fit to be posted to: for a person to read, change and run, never run by Tieout.
public struct PostingMigration: Hashable, Sendable {
    /// The statements with the reasons beside them.
    public let sql: String

    /// The migration for a proposal whose obstacle one can remove; nil where there is none, or where too little of a
    /// ledger is there to build on.
    public init?(for proposal: MappingProposal, in catalog: DatabaseCatalog) {
        let mapping = proposal.mapping
        guard let obstacle = proposal.obstacle, let balance = mapping.tables[.balance] else { return nil }
        let function = mapping.function.flatMap { name in
            catalog.functions.first { ($0.schema, $0.name) == (name.name.schema, name.name.name) && !$0.isTrigger }
        }
        var steps: [String] = []
        if obstacle == .noEvidence { steps += Self.evidence(mapping) }
        steps.append(GrantingFunctionDraft(mapping: mapping, balance: balance, existing: function).sql)
        if obstacle == .noEvidence { steps.append(Self.history) }
        sql = steps.joined(separator: "\n\n") + "\n"
    }

    /// What keeps the Stripe id of a grant.
    private static func evidence(_ mapping: LedgerMapping) -> [String] {
        guard let journal = mapping.tables[.movement] else {
            guard let purchases = mapping.tables[.purchase] else { return [] }
            return [
                """
                -- Each purchase says which Stripe session it is, and no session is there twice.
                ALTER TABLE \(purchases.sqlName) ADD COLUMN stripe_session_id text;
                CREATE UNIQUE INDEX CONCURRENTLY ON \(purchases.sqlName) (stripe_session_id);
                """
            ]
        }
        return [
            """
            -- Each movement says which Stripe session it is for, and no session is granted twice.
            ALTER TABLE \(journal.sqlName) ADD COLUMN reference_id text;
            CREATE UNIQUE INDEX CONCURRENTLY granted_once_tieout_guard ON \(journal.sqlName) (reference_id)
                WHERE reference_id LIKE 'cs\\_%';
            """
        ]
    }

    private static let history = """
        -- Sales from before this have no id yet and would look missed. Fill the column for them from Stripe's sessions, or
        -- give `tieout run` a --since that lies after this migration. The webhook handler must pass the session's id, too.
        """
}

/// The granting function as it could be written for the mapped tables.
private struct GrantingFunctionDraft {
    let mapping: LedgerMapping
    let balance: MappedTable
    /// The function that is there, whose arguments and result are kept where they serve.
    let existing: CatalogFunction?

    private struct Argument {
        let name: String
        let type: String
        let source: ArgumentSource?
        let hasDefault: Bool
    }

    var sql: String {
        let table = balance.sqlName
        let user = (balance.columns["user_id"] ?? "user_id").sqlName
        let credits = (balance.columns["balance"] ?? "balance").sqlName
        let (buyer, amount) = (argument(.user), argument(.credits))
        return """
            -- The function that grants: it adds, it writes the id down, and nobody but the application may call it.
            CREATE OR REPLACE FUNCTION \(name)(
            \(arguments.map { "    \($0.name.sqlName) \($0.type)\($0.hasDefault ? " DEFAULT NULL" : "")" }.joined(separator: ",\n"))
            ) RETURNS \(result.type) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
            DECLARE
                account \(table);
            BEGIN
                INSERT INTO \(table) (\(user), \(credits)) VALUES (\(buyer), 0) ON CONFLICT (\(user)) DO NOTHING;
                UPDATE \(table) SET \(credits) = \(credits) + \(amount) WHERE \(user) = \(buyer) RETURNING * INTO STRICT account;
            \(record)    \(result.statement)
            END
            $body$;
            REVOKE EXECUTE ON FUNCTION \(name) FROM PUBLIC;
            -- GRANT EXECUTE ON FUNCTION \(name) TO …;  -- the roles of the application and of Tieout
            """
    }

    /// The row of the journal or of the purchase log that carries the id.
    private var record: String {
        let session = argument(.sessionID)
        guard let journal = mapping.tables[.movement] else {
            guard let purchases = mapping.tables[.purchase] else { return "" }
            return insert(into: purchases, keyed: "stripe_session_id", session)
        }
        return insert(into: journal, keyed: "reference_id", session)
    }

    private func insert(into table: MappedTable, keyed column: String, _ session: String) -> String {
        var values = [(table.columns["user_id"] ?? "user_id", argument(.user))]
        values.append((table.columns["credits"] ?? "credits", argument(.credits)))
        if let type = table.columns["type"] {
            let given = arguments.first { $0.source == .type }?.name.sqlName
            values.append((type, given ?? "'\(table.word(for: "purchase", in: "type"))'"))
        }
        values.append((table.columns[column] ?? column, session))
        let columns = values.map(\.0.sqlName).joined(separator: ", ")
        return """
                INSERT INTO \(table.sqlName) (\(columns))
                    VALUES (\(values.map(\.1).joined(separator: ", ")));

            """
    }

    /// Whether the function that is there takes what is needed and returns what can be written.
    private var keepsExisting: Bool {
        guard let existing, let granting = mapping.function else { return false }
        let sources = granting.arguments.map(\.source)
        return sources.contains(.user) && sources.contains(.credits) && sources.contains(.sessionID)
            && (["void", "bool", "int4", "int8"].contains(existing.result) || existing.result == balance.name)
    }

    private var name: String {
        guard keepsExisting, let existing else { return "\(balance.schema.sqlName).grant_purchased_credits" }
        return "\(existing.schema.sqlName).\(existing.name.sqlName)"
    }

    private var arguments: [Argument] {
        guard keepsExisting, let existing, let granting = mapping.function else {
            let user = ["bigint": "bigint", "uuid": "uuid"][mapping.userIDType.rawValue] ?? "text"
            return [
                Argument(name: "p_user_id", type: user, source: .user, hasDefault: false),
                Argument(name: "p_credits", type: "integer", source: .credits, hasDefault: false),
                Argument(name: "p_session_id", type: "text", source: .sessionID, hasDefault: false),
            ]
        }
        let sources = Dictionary(
            granting.arguments.map { ($0.name, $0.source) },
            uniquingKeysWith: { first, _ in first }
        )
        return existing.arguments.enumerated().map { place, argument in
            let name = argument.name ?? "argument_\(place + 1)"
            return Argument(
                name: name,
                type: argument.type.name,
                source: sources[name],
                hasDefault: argument.hasDefault
            )
        }
    }

    private func argument(_ source: ArgumentSource) -> String {
        arguments.first { $0.source == source }?.name.sqlName ?? "NULL"
    }

    private var result: (type: String, statement: String) {
        guard keepsExisting, let existing else { return ("void", "RETURN;") }
        switch existing.result {
        case "void": return ("void", "RETURN;")
        case "bool": return ("boolean", "RETURN true;")
        case "int4", "int8":
            return (existing.result, "RETURN account.\((balance.columns["balance"] ?? "balance").sqlName);")
        default: return (balance.sqlName, "RETURN account;")
        }
    }
}

extension MappedTable {
    /// Schema and name as SQL for people to read.
    fileprivate var sqlName: String { "\(schema.sqlName).\(name.sqlName)" }
}

extension String {
    /// The name as SQL for people to read: in quotes where it needs them.
    fileprivate var sqlName: String {
        wholeMatch(of: /[a-z_][a-z0-9_]*/) == nil ? "\"\(replacing("\"", with: "\"\""))\"" : self
    }
}
