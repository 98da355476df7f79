import Reconciliation

/// What approvers decide, written into Tieout's own books (`tieout.decision`).
extension PostgresLedger {
    /// Records what an approver says of corrections of a run's plan: all of it, or nothing.
    ///
    /// It asks for no lease, so that a decision can be recorded while a run is at work; a role in `tieout_approver` suffices.
    ///
    /// - Parameter planAge: for how many seconds after its run began a plan may be approved; `tieout apply` refuses older ones,
    ///   too, by the configuration's `plan_age`.
    /// - Throws: ``DecisionError/refused(_:)`` with a sentence and advice for whoever decides, ``DecisionError/database(_:)``.
    public func record(_ decision: PlanDecision, planAge: Int64 = 7 * .day) throws(DecisionError) {
        guard let name = PersonName(decision.decidedBy) else { throw .refused(.noName) }
        guard decision.hasReason else { throw .refused(.noReason) }
        var decision = decision
        var seen: Set<[String]> = []
        decision.corrections = decision.corrections.filter { seen.insert([$0.stripeID, $0.fingerprint]).inserted }
        guard !decision.corrections.isEmpty else { throw .refused(.nothing) }
        let refusal: DecisionRefusal?
        do throws(PostgresError) {
            let connection = try connection
            refusal = try connection.decidingTransaction {
                () throws(PostgresError) -> TransactionEnd<DecisionRefusal?> in
                if let refusal = try connection.refusal(of: decision, by: name, planAge: planAge) {
                    return .rollBack(refusal)
                }
                if let refusal = try connection.posting(of: decision) { return .rollBack(refusal) }
                if let refusal = try connection.unseenDecline(of: decision) { return .rollBack(refusal) }
                if let refusal = try connection.insert(decision, by: name) { return .rollBack(refusal) }
                return .commit(nil)
            }
        } catch { throw .database(error) }
        if let refusal { throw .refused(refusal) }
    }
}

extension PlanDecision {
    /// Whether its reason says something, on one line of bearable length.
    fileprivate var hasReason: Bool {
        !reason.allSatisfy(\.isWhitespace) && reason.unicodeScalars.count <= Self.mostReasonCharacters
            && !reason.hasControlCharacters
    }
}

extension PlanDecision {
    /// Its run, and the Stripe ids and fingerprints of what is decided.
    fileprivate var findingParameters: [Parameter] {
        [.text(run.text), .texts(corrections.map(\.stripeID)), .texts(corrections.map(\.fingerprint))]
    }
}

extension Connection {
    /// Why nobody, or not this approver, may decide on the plan; nil where they may.
    fileprivate func refusal(
        of decision: PlanDecision,
        by name: PersonName,
        planAge: Int64
    ) throws(PostgresError) -> DecisionRefusal? {
        guard let run = try query(.decisionPlan, [.text(decision.run.text), .integer(planAge)]).first else {
            return .unknownRun(decision.run)
        }
        guard let hash = try run.optionalText("plan_hash") else { return .noPlan(decision.run) }
        guard hash == decision.planHash else { return .otherPlan(decision.run) }
        // What is declined stays as it is, however old the plan.
        if decision.verdict == .approved, try run.boolean("is_old") {
            return .tooOld(decision.run, since: try run.instant("started_at"))
        }
        return name.mayBe(try run.text("started_by")) ? .maker(name.text) : nil
    }

    /// What of it was posted already.
    fileprivate func posting(of decision: PlanDecision) throws(PostgresError) -> DecisionRefusal? {
        guard let posted = try query(.decisionPosted, decision.findingParameters).first else { return nil }
        return .alreadyPosted(
            stripeID: try posted.text("stripe_id"),
            in: try posted.text("posted_run"),
            at: try posted.instant("posted_at")
        )
    }

    /// A decline that an approver could not know from the plan that they approve; `decision_standing.sql` asks the same
    /// for whoever declines at this very moment.
    fileprivate func unseenDecline(of decision: PlanDecision) throws(PostgresError) -> DecisionRefusal? {
        guard decision.verdict == .approved,
            let decline = try query(.decisionUnseenDecline, decision.findingParameters).first
        else { return nil }
        return .declinedSince(
            stripeID: try decline.text("stripe_id"),
            by: try decline.text("decided_by"),
            in: try decline.parsed(RunID(try decline.text("run_id")), "run_id", "a run"),
            at: try decline.instant("decided_at")
        )
    }

    /// Inserts the rows; a refusal where one of them is there already.
    fileprivate func insert(_ decision: PlanDecision, by name: PersonName) throws(PostgresError) -> DecisionRefusal? {
        let inserted = try query(
            .decisionRecord,
            [
                .text(decision.run.text), .text(decision.planHash), .text(decision.verdict.rawValue),
                .text(name.text), .text(decision.reason), .texts(decision.corrections.map(\.stripeID)),
                .texts(decision.corrections.map(\.fingerprint)),
                .texts(decision.corrections.map(\.correction)),
            ]
        )
        guard inserted.count != decision.corrections.count else { return nil }
        let first = try query(.decisionFirst, decision.findingParameters)[0]
        return .alreadyDecided(
            stripeID: try first.text("stripe_id"),
            by: try first.text("decided_by"),
            verdict: PlanDecision.Verdict(rawValue: try first.text("verdict")) ?? .declined
        )
    }
}

extension Statement {
    fileprivate static let decisionPlan = Statement("decision_plan", embedded: PackageResources.decision_plan_sql)
    fileprivate static let decisionRecord = Statement("decision_record", embedded: PackageResources.decision_record_sql)
    fileprivate static let decisionUnseenDecline = Statement(
        "decision_unseen_decline",
        embedded: PackageResources.decision_unseen_decline_sql
    )
    fileprivate static let decisionFirst = Statement("decision_first", embedded: PackageResources.decision_first_sql)
}
