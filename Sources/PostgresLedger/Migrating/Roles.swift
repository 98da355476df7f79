/// A right that a role of Tieout's needs.
public struct RoleRight: Hashable, Sendable {
    /// The role that it is given to: `tieout_reader`, which plans and reports, `tieout_poster`, which posts as well, or
    /// `tieout_approver`, which decides on plans.
    public var role: String
    /// What it is a right on, as SQL names it.
    public var object: String
    /// The right: `SELECT`, `EXECUTE`, ….
    public var privilege: String
    /// Whether our own role has it.
    public var isHeld: Bool
    /// The statement that gives it to the role.
    public var grant: String
    /// The statement that gives it to our own role.
    public var grantToUs: String

    /// The role that plans and reports.
    public static let reader = "tieout_reader"
    /// The role that posts.
    public static let poster = "tieout_poster"
    /// The role that records decisions on plans, and does nothing else.
    public static let approver = "tieout_approver"

    /// Whether it is on something of Tieout's own, rather than on the application's.
    public var isOnOwnSchema: Bool { object.hasPrefix("tieout.") || object == "schema tieout" }
    /// Whether it is to call a function of the application's.
    public var isToCall: Bool { privilege == "EXECUTE" && !isOnOwnSchema }
}

extension PostgresLedger {
    /// Every right that Tieout's roles need on this ledger; its schema has to be there.
    ///
    /// - Throws: ``PostgresError``.
    public func roleRights() throws(PostgresError) -> [RoleRight] {
        var functions: [(name: FunctionName, role: String)] = []
        if let granting = mapping.function { functions.append((granting.name, RoleRight.poster)) }
        if case .function(let name, _) = mapping.balance { functions.append((name, RoleRight.reader)) }
        let schemas = functions.map(\.name.schema) + [mapping.tables[.movement]?.schema].compactMap(\.self)
        let logs = [LedgerView.purchase, .payment, .invoice].compactMap { mapping.tables[$0] }
            .map { (table: $0, role: RoleRight.poster) }
        let counted = logs + [mapping.alerts].compactMap(\.self).map { (table: $0, role: RoleRight.reader) }
        let rows = try connection.query(
            .roleRights,
            [
                .texts(functions.map(\.name.schema)), .texts(functions.map(\.name.name)),
                .texts(functions.map(\.role)), .texts(schemas),
                .texts(counted.map(\.table.schema)), .texts(counted.map(\.table.name)),
                .texts(counted.map(\.role)),
            ]
        )
        var rights: [RoleRight] = []
        for row in rows {
            rights.append(
                RoleRight(
                    role: try row.text("role"),
                    object: try row.text("object"),
                    privilege: try row.text("privilege"),
                    isHeld: try row.boolean("is_held"),
                    grant: try row.text("for_role"),
                    grantToUs: try row.text("for_us")
                )
            )
        }
        return rights
    }

    /// The SQL of ``makeRoles()``, as one script to read or to run with psql.
    ///
    /// - Throws: ``PostgresError``.
    public func roleScript() throws(PostgresError) -> String {
        let creation = String(decoding: PackageResources.roles_create_sql, as: UTF8.self)
        return (["BEGIN;", creation] + (try roleRights().map(\.grant)) + ["COMMIT;", ""]).joined(separator: "\n")
    }

    /// Makes the roles where they are missing, and gives each the rights that it needs on this ledger.
    ///
    /// - Throws: ``PostgresError``; `42501` when our role may not create roles, or does not own what rights are given on.
    public func makeRoles() throws(PostgresError) {
        try connection.execute(script: try roleScript(), named: "roles")
    }

    /// Gives the roles their rights on Tieout's own schema again, where they had some: a view that is made anew has none.
    func renewRoleRights() throws(PostgresError) {
        var known: Set<String> = []
        for row in try connection.query(.rolesKnown) { known.insert(try row.text("role")) }
        guard !known.isEmpty else { return }
        let grants = try roleRights().filter { $0.isOnOwnSchema && known.contains($0.role) }.map(\.grant)
        try connection.execute(script: grants.joined(separator: "\n"), named: "roles")
    }
}

extension Statement {
    fileprivate static let roleRights = Statement("role_rights", embedded: PackageResources.role_rights_sql)
    fileprivate static let rolesKnown = Statement("roles_known", embedded: PackageResources.roles_known_sql)
}
