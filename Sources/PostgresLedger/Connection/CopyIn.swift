import CPostgres

extension Connection {
    /// Sends rows in PostgreSQL's binary COPY form to a `COPY … FROM STDIN (FORMAT binary)` statement.
    ///
    /// - Parameter rows: encoded rows without the header and the trailer of the form; see ``BinaryRows``.
    /// - Returns: how many rows the server took.
    /// - Throws: ``PostgresError/server(_:)`` when a row does not fit the table; none of them is kept then.
    @discardableResult
    func copy(_ rows: BinaryRows, into statement: Statement) throws(PostgresError) -> Int {
        _ = try Self.rows(PQexec(handle, statement.sql), of: statement.name, on: handle)
        let isSent = send(BinaryRows.header) && rows.withBytes(send) && send(BinaryRows.trailer)
        // After a failed send the end is still asked for: the server's answer says why.
        _ = PQputCopyEnd(handle, isSent ? nil : "the rows could not be sent")
        let answer = PQgetResult(handle)
        while let further = PQgetResult(handle) { PQclear(further) }
        return try Self.rows(answer, of: statement.name, on: handle).affected
    }

    private func send(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes(send) }

    private func send(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let start = bytes.bindMemory(to: CChar.self).baseAddress else { return true }
        return PQputCopyData(handle, start, Int32(bytes.count)) == 1
    }
}
