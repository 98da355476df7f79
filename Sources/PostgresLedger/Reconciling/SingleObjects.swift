import Reconciliation

/// What a run over single objects asks of the stage and of the ledger.
extension PostgresLedger {
    /// A payment whose refunds, disputes and events are to be read, and when it was paid; nil before its charge is known.
    public struct StagedPayment: Hashable, Sendable {
        /// Its payment intent's id.
        public let intent: String
        /// When its last charge was made.
        public let paidAt: Instant?
    }

    /// The payments of what is staged; at most `limit`.
    ///
    /// - Throws: ``PostgresError``.
    public func stagedPayments(limit: Int) throws(PostgresError) -> [StagedPayment] {
        var payments: [StagedPayment] = []
        for row in try connection.query(.stagedPayments, [.integer(Int64(limit))]) {
            payments.append(
                StagedPayment(
                    intent: try row.text("payment_intent"),
                    paidAt: try row.optionalInstant("paid_at")
                )
            )
        }
        return payments
    }

    /// The checkout sessions that the ledger names for a buyer: in checkout rows, purchases and movements; at most `limit`.
    ///
    /// - Throws: ``PostgresError``.
    public func sessions(of user: String, limit: Int) throws(PostgresError) -> [String] {
        var sessions: [String] = []
        for row in try connection.query(.userSessions, [.text(user), .integer(Int64(limit))]) {
            sessions.append(try row.text("stripe_id"))
        }
        return sessions
    }

    /// Whether there is a buyer of that id.
    ///
    /// - Throws: ``PostgresError``.
    public func knows(user: String) throws(PostgresError) -> Bool {
        try connection.query(.userIsKnown, [.text(user)])[0].boolean("is_known")
    }

    /// Notes that the stage holds objects that were read by id and no list: it is whole as it is.
    ///
    /// - Throws: ``PostgresError``.
    public func noteNoLists(of run: RunID, period: Period) throws(PostgresError) {
        try adoptScope(
            run: run,
            slices: [
                SliceProgress(
                    number: 0,
                    kind: .checkoutSession,
                    created: period.since..<period.cutOff,
                    cursorID: nil,
                    cursorCreated: nil,
                    isComplete: true
                )
            ]
        )
    }
}

extension Statement {
    fileprivate static let stagedPayments = Statement("staged_payments", embedded: PackageResources.staged_payments_sql)
    fileprivate static let userSessions = Statement("user_sessions", embedded: PackageResources.user_sessions_sql)
    fileprivate static let userIsKnown = Statement("user_is_known", embedded: PackageResources.user_is_known_sql)
}
