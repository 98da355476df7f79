import CPostgres

/// libpq's pipeline mode: statements are sent without waiting for the answers of those before them.
extension Connection {
    func beginPipeline() throws(PostgresError) {
        guard PQenterPipelineMode(handle) == 1 else { throw lost("preparation") }
    }

    /// Sends a statement, and before it the request to plan it where the server does not know it yet.
    ///
    /// - Returns: whether there will be an answer to such a request first.
    func send(_ statement: Statement, _ parameters: EncodedParameters) throws(PostgresError) -> Bool {
        let count = Int32(parameters.types.count)
        var plan = statement.planKey.flatMap { plans[$0] }
        let isNew = statement.planKey != nil && plan == nil
        if isNew, let key = statement.planKey {
            let made = Plan(name: newPlanName(for: statement), isMade: false)
            guard PQsendPrepare(handle, made.name, statement.sql, count, parameters.types) == 1 else {
                throw lost(statement.name)
            }
            plans[key] = made
            plan = made
        }
        let isSent = parameters.withPointers { values in
            if let plan {
                PQsendQueryPrepared(handle, plan.name, count, values, nil, nil, 0)
            } else {
                PQsendQueryParams(handle, statement.sql, count, parameters.types, values, nil, nil, 0)
            }
        }
        guard isSent == 1 else { throw lost(statement.name) }
        return isNew
    }

    /// Says that nothing follows for now, and sends what has not gone yet.
    func endPipeline() throws(PostgresError) {
        guard PQpipelineSync(handle) == 1 else { throw lost("sending") }
    }

    /// The answer to a statement, the next in the order of sending.
    ///
    /// - Parameter isNew: what ``send(_:_:)`` said of it.
    func receive(_ statement: Statement, isNew: Bool) throws(PostgresError) -> ResultRows {
        if isNew, let key = statement.planKey {
            _ = try nextResult(of: statement)
            plans[key]?.isMade = true
        }
        return try nextResult(of: statement)
    }

    /// Reads what nobody waits for any more, after which the connection takes other statements again.
    func leavePipeline() {
        // Two ends in a row are the end of everything, on a connection that is lost; otherwise the server says so.
        var ends = 0
        while ends < 2, !isLost {
            guard let result = PQgetResult(handle) else {
                ends += 1
                continue
            }
            ends = 0
            let isEnd = PQresultStatus(result) == PGRES_PIPELINE_SYNC
            PQclear(result)
            if isEnd { break }
        }
        if plans.values.contains(where: { !$0.isMade }) { plans = plans.filter(\.value.isMade) }
        _ = PQexitPipelineMode(handle)
    }

    /// One result and the end that follows it.
    private func nextResult(of statement: Statement) throws(PostgresError) -> ResultRows {
        let result = PQgetResult(handle)
        defer { if result != nil, !isLost { _ = PQgetResult(handle) } }
        return try Self.rows(result, of: statement.name, on: handle)
    }

    private func lost(_ activity: String) -> PostgresError {
        .connectionLost(during: activity, message: String(cString: PQerrorMessage(handle)).trimmed)
    }
}
