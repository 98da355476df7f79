import Failpoints
import PostgresLedger
import Reconciliation
import StripeAPI

/// One run over one period, from collecting to the second look.
///
/// Each stage takes what the one before it gives; `perform` is the list of them.
struct ReconciliationRun: Sendable {
    let id: RunID
    let period: Period
    let applies: Bool
    /// Whether outages are what it is for.
    let searchesOutages: Bool
    /// The reviewed plan that it applies; nothing else is posted then.
    let applied: AppliedPlan?
    /// What a killed run has left in the stage, to go on from.
    let unfinished: UnfinishedCollection?
    /// What was asked for by id, of a run that lists no period.
    let objects: AskedRecords?
    /// What of the books is read by id.
    let books: BooksToFollow
    let ledger: PostgresLedger
    let stripe: StripeClient
    let configuration: Configuration
    let progress: Progress
    let stop: StopSignal

    /// What a run found, did and proved; the rest of ``RunResult`` is known without running.
    struct Outcome {
        var findings: FindingTotals
        var plan: CorrectionPlan
        var posted: [PostedCorrection]
        var conservation: Conservation
        var tieOut: [TieOut]
        var breaks: [String]
        var guardStanding: GuardStanding
        var analytics: Analytics
        var paidSessions: PaidSessions
        var events: [RunEvent] = []
        /// What could not be looked at, so that nothing of it is over.
        var unexamined: Set<RunEvent.Code> = []

        /// How the run ended.
        var status: RunStatus {
            if !breaks.isEmpty { return .broken }
            if posted.contains(where: \.outcome.isFailure) { return .partlyCorrected }
            return findings.openAboveInfo.isEmpty ? .tiedOut : .differences
        }
    }

    /// Runs all stages.
    ///
    /// - Throws: ``Failure``, and the adapters' errors; the run is incomplete then, and what was posted stands.
    func perform() async throws -> Outcome {
        try await collect()
        Step.reached(.collected)
        let firstLook = Instant.now
        let correctable = try await find(seenAt: firstLook)
        Step.reached(.found)
        let accepted = try await ledger.acceptedFindings(of: id)
        let planning = try await Planning(
            ledger: ledger,
            configuration: configuration,
            applied: applied,
            posts: applies
        )
        .plan(for: correctable.filter { !accepted.contains($0.fingerprint) })
        let plan = planning.plan
        Step.reached(.planned)
        let posted = applies ? try await post(plan) : []
        Step.reached(.posted)
        if !posted.isEmpty { try await findAgain(after: firstLook) }
        Step.reached(.foundAgain)
        try await close()
        Step.reached(.closed)
        try await ledger.storePurchaseDays(of: id)
        var outcome = try await outcome(planning, posted: posted)
        outcome.events = events(planning, posted, breaks: outcome.breaks)
        try await watch(&outcome)
        for event in outcome.events { progress.happened(event) }
        outcome.posted += planning.skipped.map { skipped in
            PostedCorrection(correction: skipped.correction, outcome: .changed(skipped.reason), postedAt: .now)
        }
        return outcome
    }

    /// Looks at what no rule judges: outages, declines, and webhooks that do not arrive.
    private func watch(_ outcome: inout Outcome) async throws {
        let endpoints = await EndpointLook(at: stripe)
        outcome.analytics.outages = try await OutageWatch(
            ledger: ledger,
            stripe: stripe,
            endpoints: endpoints,
            asksAlways: searchesOutages
        )
        .outages(over: period)
        let watched = try await Watch(ledger: ledger, endpoints: endpoints).look(at: id)
        outcome.events += watched.events
        outcome.unexamined = watched.unexamined
        if let problem = watched.problem { progress.mayNotLookAtWebhooks(problem) }
    }

    /// Stages everything the period needs: the lists, then what only an id leads to.
    private func collect() async throws {
        progress.begin("collect")
        let lookUps = LookUps(
            ledger: ledger,
            keys: configuration.metadataKeys,
            books: books,
            stripe: stripe,
            stop: stop,
            progress: progress
        )
        if let objects {
            try await ObjectCollection(run: id, period: period, asked: objects, lookUps: lookUps)
                .collect(atMost: configuration.lookUps)
        } else {
            try await Collection(run: id, period: period, unfinished: unfinished, lookUps: lookUps)
                .collect(atMost: configuration.lookUps)
        }
        try await ledger.finishStage()
        Allocator.giveBack()
        progress.collected()
    }

    /// Finds, and gives the findings that a correction answers.
    private func find(seenAt: Instant) async throws -> [Finding] {
        progress.begin("match and find")
        try stop.check()
        try await ledger.reopenFindings(now: seenAt)
        let found = try await ledger.findAndStore(
            run: id,
            period: period,
            keys: configuration.metadataKeys,
            seenAt: seenAt
        )
        if let duration = await ledger.matchDuration { progress.matched(in: duration, findings: found.count) }
        return found.correctable
    }

    /// Posts what the plan allows: what moves credits one by one, then log rows and statuses in batches; nothing more once
    /// an invariant is broken.
    private func post(_ plan: CorrectionPlan) async throws -> [PostedCorrection] {
        progress.beginPosting(plan)
        var posted = try await postMovements(plan)
        try stop.check()
        guard try await ledger.brokenInvariants(of: id).isEmpty else { return posted }
        let records = plan.corrections.filter { $0.decision == .allowed && !$0.correction.action.movesCredits }
        // Each batch is written down with its approver; what nobody had to approve comes first.
        let batches = Dictionary(grouping: records) { $0.approvedBy ?? "" }.sorted { $0.key < $1.key }
        for (approver, records) in batches {
            posted += try await ledger.postRecords(
                records.map(\.correction),
                context: PostingContext(run: id, approvedBy: approver.isEmpty ? nil : approver)
            )
        }
        try await ledger.requireStage()
        return posted
    }

    /// Posts grants and take-backs, those of several buyers at once.
    private func postMovements(_ plan: CorrectionPlan) async throws -> [PostedCorrection] {
        let movements = plan.allowedMovements
        try stop.check()
        let connections = await PostingConnections(
            of: ledger,
            most: configuration.postingConnections,
            for: movements
        )
        if let refusal = connections.refusal { progress.postsOverFewer(connections.count, because: refusal) }
        let posted = try await connections.post(
            movements,
            context: PostingContext(run: id),
            mostFailuresInARow: Int(configuration.mostFailuresInARow),
            mayGoOn: { try stop.check() }
        )
        await connections.close()
        return posted
    }

    /// What somebody has to be told.
    private func events(_ planning: Planning.Outcome, _ posted: [PostedCorrection], breaks: [String]) -> [RunEvent] {
        var events = breaks.map { RunEvent(.invariantBroken, $0) }
        if let tripped = planning.tripped {
            let isApproved = applied != nil || !planning.plan.allowedGrants.isEmpty
            let consequence = isApproved ? "and only what was approved is granted" : "so nothing is granted"
            events.append(
                RunEvent(.circuitBreaker, "\(tripped), \(consequence); check DATABASE_URL and the mapping first")
            )
        }
        let left = planning.plan.allowedMovements.count - posted.count { $0.correction.action.movesCredits }
        if applies, left > 0 {
            events.append(
                RunEvent(
                    .postingStopped,
                    "posting stopped after \(configuration.mostFailuresInARow) failures in a row,"
                        + " with \(left.of("correction")) not tried"
                )
            )
        }
        let overLimit = planning.plan.held.count { $0.reason.isLimit }
        if overLimit > 0 {
            events.append(
                RunEvent(
                    .limitReached,
                    "\(overLimit.of("grant")) over a limit of what a run may give without a person"
                        + " (limits in the configuration): tieout apply posts what a person approves"
                )
            )
        }
        if !planning.guardStanding.isInForce, !planning.plan.allowedGrants.isEmpty || !planning.plan.held.isEmpty {
            events.append(
                RunEvent(
                    .noGuard,
                    "there is no guard (\(planning.guardStanding.sentence)): a webhook that a person resends could grant"
                        + " again (tieout doctor says what to do)"
                )
            )
        }
        return events
    }

    /// Asks every rule again, of what the ledger is now: what was corrected must be gone.
    private func findAgain(after firstLook: Instant) async throws {
        progress.begin("find again")
        // Both looks may fall into one second.
        let secondLook = max(.now, firstLook + 1)
        _ = try await ledger.findAndStore(
            run: id,
            period: period,
            keys: configuration.metadataKeys,
            look: .second,
            seenAt: secondLook
        )
        try await ledger.closeNotSeenAgain(run: id, secondLook: secondLook)
    }

    private func close() async throws {
        try await ledger.closeUnseen(run: id, now: .now)
        try await ledger.renewOpenItems(now: .now)
    }

    /// Counts where every record ended up, and looks whether what was written stands as it should.
    private func outcome(_ planning: Planning.Outcome, posted: [PostedCorrection]) async throws -> Outcome {
        progress.begin("account")
        let plan = planning.plan
        let (conservation, tieOut) = try await ledger.account(timeZone: configuration.timeZone)
        let analytics = try await ledger.analytics(over: period, timeZone: configuration.timeZone)
        let breaks =
            conservation.breaks + tieOut.flatMap(\.breaks) + analytics.breaks(against: tieOut)
            + (try await ledger.brokenInvariants(of: id))
        let paidSessions = try await ledger.paidSessions(under: plan, countsAll: objects != nil)
        var findings = FindingTotals()
        try await ledger.forEachFinding(of: id, under: plan) { findings.add($0) }
        return Outcome(
            findings: findings,
            plan: plan,
            posted: posted,
            conservation: conservation,
            tieOut: tieOut,
            breaks: breaks,
            guardStanding: planning.guardStanding,
            analytics: analytics,
            paidSessions: paidSessions
        )
    }
}

extension PostgresLedger {
    /// Hands over the findings of a run one by one, oldest first, each with what the plan says of it.
    nonisolated func forEachFinding(
        of run: RunID,
        under plan: CorrectionPlan,
        _ body: (OpenFinding) throws -> Void
    ) async throws {
        let places = plan.places
        try await forEachFinding(of: run) { found in
            var found = found
            found.planned = places[found.finding.fingerprint].map { plan.corrections[$0] }
            try body(found)
        }
    }
}
