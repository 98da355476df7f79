import Foundation
import PostgresLedger
import Reconciliation
import StripeAPI

/// What one night's work came to.
public struct Night: Sendable {
    /// The findings.
    public let findings: [Finding]
    /// What was to be done about them.
    public let plan: CorrectionPlan
    /// What became of it; empty where nothing was to be posted.
    public let posted: [PostedCorrection]
    /// What the second look found, or the first where nothing was posted.
    public let remaining: [Finding]
    /// Where each record ended up.
    public let conservation: Conservation
    /// The purchases, per currency.
    public let tieOut: [TieOut]
    /// Each way in which figures do not add up.
    public let breaks: [String]

    /// What was found, a line each, with what does not add up; ordered.
    public var found: [String] { (findings.map(\.line) + breaks.map { "broken: \($0)" }).sorted() }
    /// What is left at the end.
    public var left: [String] { (remaining.map(\.line) + breaks.map { "broken: \($0)" }).sorted() }
    /// What was granted: session, buyer and credits.
    public var granted: [String] {
        posted.compactMap { posted in
            guard posted.correction.action == .grant, case .posted = posted.outcome else { return nil }
            return "\(posted.correction.stripeID) \(posted.correction.credits ?? 0)"
        }.sorted()
    }
    /// Outcomes that are neither posted nor nothing.
    public var unposted: [String] {
        posted.compactMap { posted in
            if case .posted = posted.outcome { return nil }
            return "\(posted.correction.action.rawValue) \(posted.correction.stripeID): \(posted.outcome)"
        }
    }
}

extension Books {
    /// One night: collect, stage, match, find, plan, post if asked to, find again, account; over real HTTP and SQL.
    ///
    /// - Parameters:
    ///   - other: what it examines instead of the books' own period.
    ///   - timeZone: whose days the roll-forward tells.
    ///   - lookUps: how many objects it may read by id.
    ///   - guarded: whether grants are safe from a late webhook whatever the events say.
    @discardableResult
    public func night(
        applies: Bool = false,
        at instant: Instant? = nil,
        over other: Period? = nil,
        keys: MetadataKeys = MetadataKeys(),
        timeZone: String = "UTC",
        lookUps: Int = .max,
        guarded: Bool = true
    ) async throws -> Night {
        let period = other ?? self.period
        let run = RunID(
            startedAt: Instant(secondsSinceEpoch: Int64(Date().timeIntervalSince1970)),
            command: "scenario",
            suffix: .random(in: .min ... .max)
        )
        let databaseNow = try await ledger.databaseNow()
        let now = instant ?? databaseNow
        try await collect(run, period, keys, lookUps)
        let findings = try await ledger.find(run: run, period: period, keys: keys, now: now)
        try await ledger.reopenFindings(now: now)
        try await ledger.store(findings, run: run, now: now)
        let accepted = try await ledger.acceptedFindings(of: run)
        let plan = CorrectionPlan(
            for: findings.filter { !accepted.contains($0.fingerprint) },
            under: CorrectionPolicy(
                listsAreComplete: true,
                lateWebhooks: LateWebhooks(guardIsInForce: guarded, now: now)
            )
        )
        let posted = applies ? try await post(plan, run: run) : []
        let remaining =
            posted.isEmpty ? findings : try await findAgain(as: run, over: period, keys, now: now)
        try await ledger.closeUnseen(run: run, now: now)
        try await ledger.renewOpenItems(now: now)
        let (conservation, tieOut) = try await ledger.account(timeZone: timeZone)
        return Night(
            findings: findings,
            plan: plan,
            posted: posted,
            remaining: remaining,
            conservation: conservation,
            tieOut: tieOut,
            breaks: conservation.breaks + tieOut.flatMap(\.breaks) + (try await ledger.brokenInvariants(of: run))
        )
    }

    /// Finds in what the last night staged.
    @discardableResult
    public func find() async throws(PostgresError) -> [Finding] {
        try await ledger.find(
            run: RunID(startedAt: period.cutOff, command: "scenario", suffix: 0),
            period: period
        )
    }

    /// Posts a plan as the job does: grants over several connections, then rows in batches.
    public func post(_ plan: CorrectionPlan, run: RunID) async throws -> [PostedCorrection] {
        let grants = plan.allowedMovements.filter { $0.correction.action == .grant }
        let context = PostingContext(run: run)
        let connections = await PostingConnections(of: ledger, most: 4, for: grants)
        let posted = try await connections.post(grants, context: context, mostFailuresInARow: .max, mayGoOn: {})
        await connections.close()
        return posted
            + (try await ledger.postRecords(plan.allowed.filter { !$0.action.movesCredits }, context: context))
    }

    /// The second look of a night: what it does not see any more is closed.
    private func findAgain(
        as run: RunID,
        over period: Period,
        _ keys: MetadataKeys,
        now: Instant
    ) async throws -> [Finding] {
        let remaining = try await ledger.find(run: run, period: period, keys: keys, look: .second, now: now)
        try await ledger.store(remaining, run: run, now: now + 1)
        try await ledger.closeNotSeenAgain(run: run, secondLook: now + 1)
        return remaining
    }

    private func collect(_ run: RunID, _ period: Period, _ keys: MetadataKeys, _ lookUps: Int) async throws {
        try await ledger.clearStage()
        try await ledger.beginScope(run: run, period: period)
        for kind in [
            RecordKind.charge, .checkoutSession, .invoice, .refund, .dispute, .paymentIntent, .event,
        ] {
            // A session lives 24 hours, so a charge of the period may belong to one of the day before.
            let since = kind == .checkoutSession ? period.since - .day : period.since
            let filters: [ListFilter] =
                switch kind {
                case .invoice: [ListFilter("expand[]", "data.payments")]
                case .event:
                    ListFilter.eventTypes(["checkout.session.completed", "checkout.session.async_payment_succeeded"])
                default: []
                }
            try await stage(kind, created: since..<period.cutOff, filters)
        }
        if try await ledger.keepsSubscriptions() { try await stage(.subscription, [ListFilter("status", "all")]) }
        try await lookUp(keys, atMost: lookUps)
        try await ledger.finishStage()
    }

    private func lookUp(_ keys: MetadataKeys, atMost budget: Int) async throws {
        var remaining = budget
        while remaining > 0 {
            let references = try await ledger.unresolvedReferences(limit: min(remaining, 100), keys: keys)
            if references.isEmpty { return }
            remaining -= references.count
            for reference in references {
                try await ledger.noteLookUp(of: reference.stripeID, isKnown: try await read(reference))
            }
        }
    }

    private func read(_ reference: UnresolvedReference) async throws -> Bool {
        switch reference.kind {
        case .paymentIntent:
            if try await stage(.checkoutSession, [.paymentIntent(reference.stripeID)]) > 0 { return true }
            let intent = ListFilter("payment[payment_intent]", reference.stripeID)
            return try await stage(.invoicePayment, [ListFilter("payment[type]", "payment_intent"), intent]) > 0
        case .charge where reference.stripeID.hasPrefix("pi_"):
            return try await stage(.charge, [.paymentIntent(reference.stripeID)]) > 0
        default:
            guard let page = try await stripe.retrieve(reference.kind, id: reference.stripeID) else { return false }
            try await ledger.stage(page)
            return true
        }
    }

    @discardableResult
    private func stage(
        _ kind: RecordKind,
        created: Range<Instant>? = nil,
        _ filters: [ListFilter]
    ) async throws -> Int {
        var count = 0
        try await stripe.list(kind, created: created, filters: filters) { page in
            count += page.count
            try await ledger.stage(page)
        }
        return count
    }
}
