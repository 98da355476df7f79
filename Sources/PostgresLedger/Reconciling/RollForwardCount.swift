import Reconciliation

extension PostgresLedger {
    /// Whether the server knows a time zone by that IANA name; it computes the days.
    ///
    /// - Throws: ``PostgresError``.
    public func knowsTimeZone(_ name: String) throws(PostgresError) -> Bool {
        try connection.query(.timeZoneIsKnown, [.text(name)])[0].boolean("is_known")
    }

    /// The sales of each currency as movements, with the days of a time zone.
    ///
    /// - Throws: ``PostgresError``; `22023` for a zone that the server does not know.
    func rollForwards(
        _ connection: Connection,
        _ timeZone: String
    ) throws(PostgresError) -> [Currency: RollForward] {
        var told: [Currency: RollForward] = [:]
        for row in try connection.query(.rollForward) {
            guard let line = RollForward.line(try row.text("line")) else { continue }  // what `unreconciled` shows
            told[try row.tieOutCurrency(), default: RollForward()][keyPath: line] = try row.tieOutLine()
        }
        for row in try connection.query(.rollForwardDays, [.text(timeZone)]) {
            let (currency, date) = try (row.tieOutCurrency(), row.text("day"))
            var days = told[currency, default: RollForward()].days
            if days.last?.date != date { days.append(RollForward.Day(date: date)) }
            switch try row.text("line") {
            case "purchases": days[days.count - 1].purchases = try row.tieOutLine()
            case "returned": days[days.count - 1].returned = try row.tieOutLine()
            default: days[days.count - 1].ledger = try row.tieOutLine()
            }
            told[currency, default: RollForward()].days = days
        }
        return told
    }
}

extension RollForward {
    /// Where a line of the statement goes; nil for one that nothing explains.
    fileprivate static func line(_ name: String) -> WritableKeyPath<RollForward, Line>? {
        switch name {
        case "opening": \.opening
        case "purchases": \.purchases
        case "returned": \.returned
        case "returned_after_cut_off": \.returnedAfterCutOff
        case "paid_after_cut_off": \.paidAfterCutOff
        case "expected_closing": \.expectedClosing
        case "ledger_opening": \.ledgerOpening
        case "ledger_closing": \.ledgerClosing
        case "waiting": \.waiting
        case "found": \.found
        case "excluded": \.excluded
        case "taken_back": \.takenBack
        default: nil
        }
    }
}

extension Row {
    /// The currency of a line of the tie-out.
    func tieOutCurrency() throws(PostgresError) -> Currency {
        guard let currency = try optionalText("currency").flatMap({ Currency($0) }) else {
            throw .decoding(statement: "tie_out", column: "currency", problem: "is no currency of a paid session")
        }
        return currency
    }

    /// The figures of a line of the tie-out.
    func tieOutLine() throws(PostgresError) -> TieOut.Line {
        TieOut.Line(
            count: try integer("count"),
            amountMinor: try integer("amount_minor"),
            credits: try integer("credits")
        )
    }
}

extension Statement {
    static let tieOut = Statement("tie_out", embedded: PackageResources.tie_out_sql)
    fileprivate static let timeZoneIsKnown = Statement(
        "time_zone_is_known",
        embedded: PackageResources.time_zone_is_known_sql
    )
    fileprivate static let rollForward = Statement("roll_forward", embedded: PackageResources.roll_forward_sql)
    fileprivate static let rollForwardDays = Statement(
        "roll_forward_days",
        embedded: PackageResources.roll_forward_days_sql
    )
}
