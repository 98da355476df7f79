import Reconciliation

extension PostgresLedger {
    /// Works out where each staged record ended up, and what became of each paid purchase.
    ///
    /// Call it after the run's findings were stored: a record is found when an open finding of this run names it.
    ///
    /// - Parameter timeZone: the IANA name of the zone whose days the movements are told by.
    /// - Throws: ``PostgresError``.
    public func account(
        timeZone: String = "UTC"
    ) throws(PostgresError) -> (conservation: Conservation, tieOut: [TieOut]) {
        let connection = try connection
        return try connection.transaction { () throws(PostgresError) in
            try connection.query(.recordState)
            try connection.query(.book)
            var fetched: [RecordKind: Int64] = [:]
            for row in try connection.query(.fetched) {
                fetched[try row.recordKind("record_kind")] = try row.integer("count")
            }
            var lines: [ConservationLine] = []
            for row in try connection.query(.conservation) { lines.append(try ConservationLine(row)) }
            return (Conservation(fetched: fetched, lines: lines), try tieOut(connection, timeZone))
        }
    }

    /// What became of each paid purchase, as ``account(timeZone:)`` gives it, of the record states that are there.
    ///
    /// - Throws: ``PostgresError``.
    func tieOut(timeZone: String) throws(PostgresError) -> [TieOut] { try tieOut(try connection, timeZone) }

    private func tieOut(_ connection: Connection, _ timeZone: String) throws(PostgresError) -> [TieOut] {
        var blocks: [Currency: TieOut] = [:]
        for row in try connection.query(.tieOut) {
            let (currency, line) = try (row.tieOutCurrency(), row.tieOutLine())
            var block = blocks[currency] ?? TieOut(currency: currency)
            block.paid = block.paid + line
            switch try row.text("line") {
            case "granted": block.granted = line
            case "granted_by_tieout": block.grantedByTieout = line
            case "excluded": block.excluded = line
            case "waiting": block.waiting = line
            case "found": block.found = line
            default: break  // paid and in no line: what `unreconciled` shows
            }
            blocks[currency] = block
        }
        for (currency, rollForward) in try rollForwards(connection, timeZone) {
            blocks[currency, default: TieOut(currency: currency)].rollForward = rollForward
        }
        return blocks.values.sorted { $0.currency < $1.currency }
    }
}

extension ConservationLine {
    fileprivate init(_ row: Row) throws(PostgresError) {
        guard let state = RecordState(rawValue: try row.text("state")) else {
            throw .decoding(statement: "conservation", column: "state", problem: "is none that is known")
        }
        self.init(
            kind: try row.recordKind("record_kind"),
            currency: try row.optionalText("currency").flatMap { Currency($0) },
            state: state,
            reason: try row.text("reason"),
            count: try row.integer("count"),
            amountMinor: try row.integer("amount_minor")
        )
    }
}

extension Row {
    fileprivate func recordKind(_ column: String) throws(PostgresError) -> RecordKind {
        guard let kind = RecordKind(rawValue: try text(column)) else {
            throw .decoding(statement: rows.statement, column: column, problem: "is no kind of record")
        }
        return kind
    }
}

extension Statement {
    static let recordState = Statement("match_7_record_state", embedded: PackageResources.match_7_record_state_sql)
    static let book = Statement("match_8_book", embedded: PackageResources.match_8_book_sql)
    static let fetched = Statement("fetched", embedded: PackageResources.fetched_sql)
    static let conservation = Statement("conservation", embedded: PackageResources.conservation_sql)
}
