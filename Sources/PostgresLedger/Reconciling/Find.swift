import Reconciliation

extension PostgresLedger {
    /// Makes the three-way match and asks every rule, all of one moment of the ledger.
    ///
    /// The rules run after the transaction has been set to read only, so that a rule cannot write.
    ///
    /// - Parameter keys: under which keys the sessions' metadata says who bought what.
    /// - Returns: the findings, rule by rule in the order of ``FindingKind``, each rule's in its own order.
    /// - Throws: ``PostgresError``.
    public func find(
        run: RunID,
        period: Period,
        keys: MetadataKeys = MetadataKeys()
    ) throws(PostgresError) -> [Finding] {
        let connection = try connection
        return try connection.transaction(isolation: .repeatableRead) { () throws(PostgresError) in
            let start = ContinuousClock.now
            try connection.query(.matchClear)
            try connection.query(
                .matchBegin,
                [.text(run.text), .instant(period.since), .instant(period.cutOff)]
            )
            for statement in Statement.matchInOrder { try connection.query(statement) }
            try connection.query(.match, keys.matchParameters)
            matchDuration = .now - start
            try connection.query("SET TRANSACTION READ ONLY")
            var findings: [Finding] = []
            for kind in FindingKind.allCases {
                for row in try connection.query(.rule(kind)) { findings.append(try Finding(rule: kind, row: row)) }
            }
            return findings
        }
    }
}

extension Statement {
    /// The steps before the match; each reads what the ones before it made.
    static let matchInOrder = [
        Statement("match_1_ledger_reference", embedded: PackageResources.match_1_ledger_reference_sql),
        Statement("match_2_session_key", embedded: PackageResources.match_2_session_key_sql),
        Statement("match_3_evidence", embedded: PackageResources.match_3_evidence_sql),
    ]
    /// The match itself.
    static let match = Statement("match_4_match", embedded: PackageResources.match_4_match_sql)
}
