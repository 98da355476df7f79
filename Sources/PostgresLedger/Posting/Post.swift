import Failpoints
import Foundation
import Reconciliation

extension PostgresLedger {
    /// Posts one grant, trying again what may be tried again.
    ///
    /// Nothing is thrown for the grant's own failure: one bad purchase must not stop the others.
    ///
    /// - Throws: ``PostgresError/connectionLost(during:message:)`` and ``PostgresError/cannotConnect(message:)`` when the
    ///   database stays away, so that the run ends as incomplete; ``PostgresError/leaseLost`` when another run has begun.
    public func postGrant(_ correction: Correction, context: PostingContext) throws(PostgresError) -> PostedCorrection {
        try postMovement(correction, context: context)
    }

    /// Takes credits back that a person's approval says are to be taken, trying again what may be tried again.
    ///
    /// - Throws: as ``postGrant(_:context:)``.
    public func postTakeBack(
        _ correction: Correction,
        context: PostingContext
    ) throws(PostgresError) -> PostedCorrection {
        try postMovement(correction, context: context)
    }

    /// Posts what moves credits: a grant, or a take-back that a person approved.
    ///
    /// - Parameter mayHaveBeenKept: whether it was tried over another connection and nobody knows what became of it.
    /// - Throws: as ``postGrant(_:context:)``.
    func postMovement(
        _ correction: Correction,
        context: PostingContext,
        mayHaveBeenKept: Bool = false
    ) throws(PostgresError) -> PostedCorrection {
        defer { Step.reached(.settled, of: correction.stripeID) }
        guard correction.action == .takeBack else {
            return try settle(correction, context, mayHaveBeenKept) { () throws(PostgresError) in
                try GrantPosting(
                    connection: connection,
                    ledger: ledgerReading(),
                    correction: correction,
                    context: context
                ).post()
            }
        }
        guard context.approvedBy != nil else {
            return PostedCorrection(
                correction: correction,
                outcome: .failed("nobody approved that credits are taken back"),
                postedAt: try databaseNow()
            )
        }
        return try settle(correction, context, mayHaveBeenKept) { () throws(PostgresError) in
            try TakeBackPosting(
                connection: connection,
                ledger: ledgerReading(),
                correction: correction,
                context: context
            ).post()
        }
    }

    /// Posts what moves credits until it is known what became of it.
    private func settle(
        _ correction: Correction,
        _ context: PostingContext,
        _ mayHaveBeenKept: Bool,
        _ post: () throws(PostgresError) -> MovementEnd
    ) throws(PostgresError) -> PostedCorrection {
        var attempt = 1
        while true {
            do throws(PostgresError) {
                let end = try post()
                // An attempt whose answer was lost may have been kept.
                if end.outcome == .alreadyPosted, mayHaveBeenKept || attempt > 1,
                    let kept = try askAgain(correction, context)
                {
                    return kept
                }
                let postedAt: Instant
                if let known = end.postedAt { postedAt = known } else { postedAt = try databaseNow() }
                return PostedCorrection(
                    correction: correction,
                    outcome: end.outcome,
                    postedAt: postedAt,
                    protection: context.protection,
                    takenBack: end.taken
                )
            } catch {
                if case .commitOutcomeUnknown = error, let kept = try askAgain(correction, context) { return kept }
                let mayRepeat = error.isTransient || error.leavesNothingBehind
                if mayRepeat, attempt < Self.attempts {
                    Self.pause(beforeAttempt: attempt + 1)
                    if needsConnection { try connect() }
                    attempt += 1
                    continue
                }
                if needsConnection || error == .leaseLost { throw error }
                return PostedCorrection(
                    correction: correction,
                    outcome: error.meetsTheGuard && correction.action == .grant
                        ? .changed("the guard says that it was granted by now") : .failed(error.description),
                    postedAt: try databaseNow()
                )
            }
        }
    }

    /// After a COMMIT whose answer was lost: what the database kept of it, nil when nothing.
    private func askAgain(
        _ correction: Correction,
        _ context: PostingContext
    ) throws(PostgresError) -> PostedCorrection? {
        if needsConnection { try connect() }
        let rows = try connection.query(
            .correctionAskAgain,
            [.text(correction.stripeID), .text(correction.claim)]
        )
        guard !rows.isEmpty, try rows[0].text("run_id") == context.run.text else { return nil }
        return PostedCorrection(
            correction: correction,
            outcome: .posted(
                balanceBefore: try rows[0].optionalInteger("balance_before"),
                balanceAfter: try rows[0].optionalInteger("balance_after")
            ),
            postedAt: try rows[0].instant("posted_at"),
            protection: context.protection,
            takenBack: try rows[0].takenBack
        )
    }

    /// The database's clock, by which postings are dated.
    ///
    /// - Throws: ``PostgresError``.
    public func databaseNow() throws(PostgresError) -> Instant {
        try connection.query("SELECT now() AS now")[0].instant("now")
    }

    private static var attempts: Int { 5 }

    /// Waits up to 50, 100, 200, 400 ms, by chance: two that collided must not collide again.
    private static func pause(beforeAttempt attempt: Int) {
        Thread.sleep(forTimeInterval: .random(in: 0...0.025) * Double(1 << attempt))
    }
}

extension Row {
    /// What the books say that a take-back came to; nil of other corrections.
    fileprivate var takenBack: TakenBack? {
        get throws(PostgresError) {
            guard let rest = try optionalInteger("uncollectable"), let credits = try optionalInteger("credits") else {
                return nil
            }
            return TakenBack(credits: credits, uncollectable: rest)
        }
    }
}

extension PostgresError {
    /// Whether the guard refused it: another has granted the reference. A shard adds a suffix to the index's name.
    var meetsTheGuard: Bool {
        guard case .server(let error) = self, error.sqlState == .uniqueViolation else { return false }
        return error.constraint?.contains(GuardPlan.nameSuffix) ?? false
    }

    /// Whether another attempt is safe although it was the COMMIT or a unique key that failed.
    ///
    /// Two first purchases of a new buyer at once make one of them fail on the balance's own key: that one is to be
    /// tried again, unlike a reference that was granted already.
    var leavesNothingBehind: Bool {
        if case .commitOutcomeUnknown = self { return true }
        guard case .server(let error) = self, error.sqlState == .uniqueViolation else { return false }
        return error.constraint?.contains("user_id") ?? false
    }
}
