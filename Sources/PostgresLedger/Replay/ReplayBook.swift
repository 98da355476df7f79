import Reconciliation

/// A try to replay an event, as it is written down before it is sent.
public struct ReplayTry: Hashable, Sendable {
    /// `evt_…`.
    public var event: String
    /// Its type.
    public var type: String
    /// When it happened.
    public var created: Instant
    /// The checkout session of the purchase that it is about; nil where it is about none.
    public var session: String?
    /// Where it is sent, without what may be a secret of the address.
    public var endpoint: String

    /// A try of those parts.
    public init(event: String, type: String, created: Instant, session: String?, endpoint: String) {
        (self.event, self.type, self.created, self.session, self.endpoint) = (event, type, created, session, endpoint)
    }
}

/// What became of a try.
public enum ReplayOutcome: String, Hashable, Sendable {
    /// Answered with 2xx.
    case delivered
    /// Answered with anything else but a redirect.
    case refused
    /// Answered with a redirect, which is not followed.
    case redirected
    /// Not answered in time: whether the application handled it is unknown.
    case timedOut = "timed_out"
    /// The connection broke: whether the application handled it is unknown.
    case broken
    /// Not sent: nobody was there.
    case unreachable
}

/// What was replayed, in Tieout's own books (`tieout.replay`).
extension PostgresLedger {
    /// Writes down that an event is about to be sent; requires the lease, where there is one to obey.
    ///
    /// - Returns: the number of the try, from 1.
    /// - Throws: ``PostgresError``.
    public func beginReplay(_ replay: ReplayTry, of run: RunID) throws(PostgresError) -> Int64 {
        let connection = try connection
        return try connection.transaction { () throws(PostgresError) in
            try connection.query(
                .replayBegin,
                [
                    .text(replay.event), .text(run.text), .text(replay.type), .instant(replay.created),
                    .text(replay.session), .text(replay.endpoint),
                ]
            )[0].integer("try")
        }
    }

    /// Writes down what became of a try.
    ///
    /// - Parameters:
    ///   - status: the HTTP status, where there was an answer.
    ///   - answer: the beginning of what the endpoint said, or why there was no answer; without secrets and NUL.
    /// - Throws: ``PostgresError``.
    public func endReplay(
        of event: String,
        try number: Int64,
        _ outcome: ReplayOutcome,
        status: Int64?,
        milliseconds: Int64,
        answer: String
    ) throws(PostgresError) {
        try connection.change(
            .replayEnd,
            [
                .text(event), .integer(number), .text(outcome.rawValue), .integer(status), .integer(milliseconds),
                .text(answer),
            ]
        )
    }

    /// When an endpoint last took an event that was replayed; nil when it never did.
    ///
    /// - Throws: ``PostgresError``.
    public func replayDelivered(_ event: String, to endpoint: String) throws(PostgresError) -> Instant? {
        try connection.query(.replayDelivered, [.text(event), .text(endpoint)])[0].optionalInstant("delivered_at")
    }

    /// When an event was last sent by a try that the application may still be handling: one that it answered with 2xx, or of
    /// which nobody knows what became; nil where there is none.
    ///
    /// - Throws: ``PostgresError``.
    public func unsettledReplay(of event: String) throws(PostgresError) -> Instant? {
        try connection.query(.replayUnsettled, [.text(event)])[0].optionalInstant("sent_at")
    }

    /// What in the ledger or among Tieout's corrections shows that a purchase was granted; nil where nothing does.
    ///
    /// - Parameters:
    ///   - ids: every id of the purchase under which a row may stand.
    ///   - instant: before which no movement can belong to it.
    /// - Throws: ``PostgresError``.
    public func grantEvidence(carrying ids: [String], since instant: Instant) throws(PostgresError) -> String? {
        let rows = try connection.query(
            .replayEvidence,
            [.texts(ids + ids.map { NamedUUID($0).text }), .texts(mapping.completedWords), .instant(instant)]
        )
        return try rows.first?.text("evidence")
    }
}

extension Statement {
    fileprivate static let replayBegin = Statement("replay_begin", embedded: PackageResources.replay_begin_sql)
    fileprivate static let replayEnd = Statement("replay_end", embedded: PackageResources.replay_end_sql)
    fileprivate static let replayDelivered = Statement(
        "replay_delivered",
        embedded: PackageResources.replay_delivered_sql
    )
    fileprivate static let replayUnsettled = Statement(
        "replay_unsettled",
        embedded: PackageResources.replay_unsettled_sql
    )
    fileprivate static let replayEvidence = Statement(
        "replay_evidence",
        embedded: PackageResources.replay_evidence_sql
    )
}
