import CPostgres

extension Connection {
    /// Runs a statement and hands over its rows one by one as they arrive, so that memory does not grow with them.
    ///
    /// The row is of use only within the call. When `body` throws, the statement is cancelled and the error passed on;
    /// a transaction that is open must then be rolled back.
    ///
    /// - Throws: as ``query(_:_:)``, and what `body` throws.
    public func forEachRow(
        of statement: Statement,
        _ parameters: [Parameter] = [],
        _ body: (Row) throws(PostgresError) -> Void
    ) throws(PostgresError) {
        let encoded = try EncodedParameters(parameters, of: statement)
        let plan = try prepare(statement, types: encoded.types)
        let count = Int32(parameters.count)
        let sent = encoded.withPointers { values in
            if let plan {
                PQsendQueryPrepared(handle, plan.name, count, values, nil, nil, 0)
            } else {
                PQsendQueryParams(handle, statement.sql, count, encoded.types, values, nil, nil, 0)
            }
        }
        guard sent == 1, PQsetSingleRowMode(handle) == 1 else {
            throw .connectionLost(during: statement.name, message: String(cString: PQerrorMessage(handle)).trimmed)
        }
        do throws(PostgresError) {
            var columns: [String: Int32]?
            while let result = PQgetResult(handle) {
                let rows = try Self.rows(result, of: statement.name, on: handle, columns: columns)
                columns = rows.columns
                for row in rows { try body(row) }
            }
        } catch {
            abandonResults()
            throw error
        }
    }

    /// Cancels what the server is doing and reads to the end of it, after which the session can be used again.
    private func abandonResults() {
        if let cancel = PQgetCancel(handle) {
            var reason = [CChar](repeating: 0, count: 256)
            PQcancel(cancel, &reason, Int32(reason.count))
            PQfreeCancel(cancel)
        }
        while let result = PQgetResult(handle) { PQclear(result) }
    }
}
