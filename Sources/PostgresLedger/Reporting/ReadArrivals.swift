import Reconciliation

extension PostgresLedger {
    /// What was to arrive in the ledger in the run's period, by source; none of a source that the ledger does not keep.
    ///
    /// Call it after the findings of the run are written; it reads the same match and stage.
    ///
    /// - Throws: ``PostgresError``.
    public nonisolated func arrivals() async throws -> [ArrivalSource: ArrivalSeries] {
        var series: [ArrivalSource: ArrivalSeries] = [:]
        try await forEachPortion(of: Cursor(.arrivals, fetch: .arrivalFetch)) { rows throws(PostgresError) in
            try rows.readAll(ArrivalTime.init)
        } _: { portion in
            for arrival in portion {
                series[arrival.source, default: ArrivalSeries()].append(at: arrival.at, delay: arrival.delay)
            }
        }
        return series
    }

    /// Hands over what did not arrive by itself, or took longer than a source's limit, oldest first; nothing is held of it.
    ///
    /// - Throws: ``PostgresError``.
    public nonisolated func forEachMissedArrival(_ body: (MissedArrival) -> Void) async throws {
        try await forEachPortion(of: Cursor(.arrivals, fetch: .arrivalFetch)) { rows throws(PostgresError) in
            try rows.readAll { row throws(PostgresError) in
                // Most arrive within seconds; nothing else is read of those.
                let delay = try row.optionalInteger("delay")
                return delay.map { $0 <= ArrivalSeries.leastLateness } == true ? nil : try MissedArrival(row)
            }
        } _: { portion in
            portion.forEach(body)
        }
    }
}

/// What the series hold of an arrival.
private struct ArrivalTime: Sendable {
    let source: ArrivalSource
    let at: Instant
    let delay: Int64?

    init(_ row: Row) throws(PostgresError) {
        source = try row.arrivalSource()
        at = Instant(secondsSinceEpoch: try row.integer("occurred_at"))
        delay = try row.optionalInteger("delay")
    }
}

extension MissedArrival {
    fileprivate init(_ row: Row) throws(PostgresError) {
        let fate: Fate
        if let delay = try row.optionalInteger("delay") {
            fate = .late(delay)
        } else if let run = try row.optionalText("run_id") {
            fate = .mended(by: run, at: Instant(secondsSinceEpoch: try row.integer("posted_at")))
        } else {
            fate = .waiting
        }
        self.init(
            try row.arrivalSource(),
            at: Instant(secondsSinceEpoch: try row.integer("occurred_at")),
            fate: fate
        )
        buyer = try row.optionalText("buyer")
        amountMinor = try row.optionalInteger("amount_minor") ?? 0
        currency = try row.optionalText("currency").flatMap { Currency($0) }
        credits = try row.optionalInteger("credits") ?? 0
        message = try row.optionalText("message")
        isDelivered = try row.optionalBoolean("is_delivered")
    }
}

extension Row {
    fileprivate func arrivalSource() throws(PostgresError) -> ArrivalSource {
        guard let source = ArrivalSource(rawValue: try text("source")) else {
            throw .decoding(statement: "arrivals", column: "source", problem: "is none that is known")
        }
        return source
    }
}

extension ResultRows {
    /// What is read of each row, but where that is nothing.
    fileprivate func readAll<Value>(_ read: (Row) throws(PostgresError) -> Value?) throws(PostgresError) -> [Value] {
        var values: [Value] = []
        for row in self {
            if let value = try read(row) { values.append(value) }
        }
        return values
    }
}

extension Statement {
    fileprivate static let arrivals = Statement("arrivals", embedded: PackageResources.arrivals_sql)
    fileprivate static let arrivalFetch = Statement("detail_fetch", embedded: PackageResources.detail_fetch_sql)
}
