/// A statement that declares a cursor, and the one that fetches its next rows.
struct Cursor: Sendable {
    let declaration: Statement
    let parameters: [Parameter]
    let fetch: Statement

    init(_ declaration: Statement, _ parameters: [Parameter] = [], fetch: Statement) {
        self.declaration = declaration
        self.parameters = parameters
        self.fetch = fetch
    }
}

extension PostgresLedger {
    /// Hands over what the cursor's rows are, portion by portion, so that memory does not grow with them; all of one moment.
    ///
    /// The next portion is read while `body` works on the one before.
    ///
    /// - Throws: ``PostgresError``, and what `read` and `body` throw.
    nonisolated func forEachPortion<Portion: Sendable>(
        of cursor: Cursor,
        _ read: @escaping @Sendable (ResultRows) throws(PostgresError) -> Portion,
        _ body: (Portion) async throws -> Void
    ) async throws {
        try await open(cursor)
        do {
            var portion = try await next(of: cursor, read)
            while let present = portion {
                async let following = next(of: cursor, read)
                try await body(present)
                portion = try await following
            }
        } catch {
            try? await closeCursor()
            throw error
        }
        try await closeCursor()
    }

    private func open(_ cursor: Cursor) throws(PostgresError) {
        try connection.execute(script: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", named: "BEGIN")
        try connection.query(cursor.declaration, cursor.parameters)
    }

    private func next<Portion: Sendable>(
        of cursor: Cursor,
        _ read: @Sendable (ResultRows) throws(PostgresError) -> Portion
    ) throws(PostgresError) -> Portion? {
        let rows = try connection.query(cursor.fetch)
        return rows.isEmpty ? nil : try read(rows)
    }

    private func closeCursor() throws(PostgresError) {
        try connection.execute(script: "ROLLBACK", named: "ROLLBACK")
    }
}
