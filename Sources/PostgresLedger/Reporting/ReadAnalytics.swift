import Reconciliation

extension PostgresLedger {
    /// What the reports tell beside findings and totals, all of one moment, added up where the rows are.
    ///
    /// Call it after ``account(timeZone:)``; it reads the same match, stage and findings.
    ///
    /// - Parameters:
    ///   - period: what the run examined.
    ///   - timeZone: the IANA name of the zone whose days and hours are told.
    /// - Throws: ``PostgresError``.
    public func analytics(over period: Period, timeZone: String = "UTC") throws(PostgresError) -> Analytics {
        let connection = try connection
        return try connection.transaction(isolation: .repeatableRead, readOnly: true) { () throws(PostgresError) in
            var analytics = Analytics()
            for row in try connection.query(.salesByDay, [.text(timeZone), .integer(Analytics.mostPackages)]) {
                analytics.sales.append(try SalesOfDay(row))
            }
            for row in try connection.query(.failuresByCode) { analytics.failures.append(try FailuresOfCode(row)) }
            for row in try connection.query(.returnsByStatus) { analytics.returns.append(try ReturnsOfStatus(row)) }
            for row in try connection.query(.openFindingsByAge) { analytics.ages.append(try FindingsOfAge(row)) }
            for row in try connection.query(.providerCapacity) { analytics.capacity.append(try ProviderCapacity(row)) }
            analytics.missed = try missedPurchases(connection, over: period, timeZone: timeZone)
            return analytics
        }
    }

    private func missedPurchases(
        _ connection: Connection,
        over period: Period,
        timeZone: String
    ) throws(PostgresError) -> MissedPurchases {
        let bounds = try connection.query(.missedBounds)[0]
        let (first, last) = try (bounds.optionalInstant("first"), bounds.optionalInstant("last"))
        var missed = MissedPurchases(over: period, missedFrom: first, to: last)
        let parameters: [Parameter] = [
            .text(timeZone), .text(missed.unit.rawValue), .instant(missed.told.since), .instant(missed.told.cutOff),
        ]
        var bySlot: [String: MissedPurchases.Slot] = [:]
        for row in try connection.query(.missedByTime, parameters) {
            let slot = MissedPurchases.Slot(
                label: try row.optionalText("slot"),
                paid: try row.integer("paid"),
                missed: try row.integer("missed"),
                granted: try row.integer("granted"),
                credits: try row.integer("credits")
            )
            if let label = slot.label { bySlot[label] = slot } else { missed.slots.append(slot) }
        }
        for row in try connection.query(.timeSlots, parameters) {
            let label = try row.text("slot")
            missed.slots.append(bySlot[label] ?? MissedPurchases.Slot(label: label))
        }
        return missed
    }
}

extension SalesOfDay {
    fileprivate init(_ row: Row) throws(PostgresError) {
        self.init(
            day: try row.text("day"),
            package: try row.optionalText("package_id"),
            currency: try row.tieOutCurrency(),
            purchases: try .init(
                count: row.integer("purchases"),
                amountMinor: row.integer("gross_minor"),
                credits: row.integer("credits")
            ),
            returned: try .init(
                count: row.integer("returns"),
                amountMinor: row.integer("returned_minor"),
                credits: row.integer("returned_credits")
            )
        )
    }
}

extension FailuresOfCode {
    fileprivate init(_ row: Row) throws(PostgresError) {
        self.init(
            failure: try row.text("failure"),
            code: try row.text("code"),
            currency: try row.optionalText("currency").flatMap { Currency($0) },
            count: try row.integer("count"),
            amountMinor: try row.integer("amount_minor"),
            paidLaterCount: try row.integer("paid_count"),
            paidLaterMinor: try row.integer("paid_minor")
        )
    }
}

extension ReturnsOfStatus {
    fileprivate init(_ row: Row) throws(PostgresError) {
        self.init(
            kind: try row.text("return"),
            status: try row.text("status"),
            currency: try row.optionalText("currency").flatMap { Currency($0) },
            count: try row.integer("count"),
            amountMinor: try row.integer("amount_minor"),
            credits: try row.integer("credits"),
            takenBackCredits: try row.integer("taken_back_credits"),
            owedCredits: try row.integer("owed_credits")
        )
    }
}

extension FindingsOfAge {
    fileprivate init(_ row: Row) throws(PostgresError) {
        guard let severity = Severity(rawValue: try row.text("severity")) else {
            throw .decoding(statement: "open_findings_by_age", column: "severity", problem: "is none that is known")
        }
        self.init(firstSeen: try row.instant("first_seen"), severity: severity, count: try row.integer("count"))
    }
}

extension ProviderCapacity {
    fileprivate init(_ row: Row) throws(PostgresError) {
        self.init(
            provider: try row.text("provider"),
            balance: try row.optionalInteger("balance"),
            threshold: try row.optionalInteger("threshold"),
            ratio: try row.optionalText("ratio"),
            outstandingCredits: try row.integer("outstanding_credits"),
            needed: try row.optionalInteger("needed"),
            servableCredits: try row.optionalInteger("servable_credits"),
            missingCredits: try row.optionalInteger("missing_credits")
        )
    }
}

extension Statement {
    fileprivate static let salesByDay = Statement("sales_by_day", embedded: PackageResources.sales_by_day_sql)
    fileprivate static let failuresByCode = Statement(
        "failures_by_code",
        embedded: PackageResources.failures_by_code_sql
    )
    fileprivate static let returnsByStatus = Statement(
        "returns_by_status",
        embedded: PackageResources.returns_by_status_sql
    )
    fileprivate static let openFindingsByAge = Statement(
        "open_findings_by_age",
        embedded: PackageResources.open_findings_by_age_sql
    )
    fileprivate static let providerCapacity = Statement(
        "provider_capacity",
        embedded: PackageResources.provider_capacity_sql
    )
    fileprivate static let missedBounds = Statement("missed_bounds", embedded: PackageResources.missed_bounds_sql)
    fileprivate static let missedByTime = Statement("missed_by_time", embedded: PackageResources.missed_by_time_sql)
    fileprivate static let timeSlots = Statement("time_slots", embedded: PackageResources.time_slots_sql)
}
