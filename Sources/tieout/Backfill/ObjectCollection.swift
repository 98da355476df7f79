import Failpoints
import PostgresLedger
import Reconciliation
import StripeAPI

/// Stages what was asked for by id and all that belongs to it: sessions with their charges, refunds, disputes, payment
/// intent, customer and granting events. Nothing is listed, and nothing else is judged.
struct ObjectCollection {
    let run: RunID
    let period: Period
    let asked: AskedRecords
    let lookUps: LookUps

    /// Stages it, with at most so many objects read beside what was asked for.
    ///
    /// - Throws: as ``LookUps``.
    func collect(atMost budget: Int) async throws {
        let ledger = lookUps.ledger
        try await ledger.clearStage()
        try await ledger.beginScope(run: run, period: period)
        try await ledger.noteNoLists(of: run, period: period)
        for answer in asked.answers {
            for page in answer.pages { try await ledger.stage(page) }
            for id in Self.read(by: answer) { try await ledger.noteLookUp(of: id, isKnown: true) }
        }
        for reference in asked.unknown { try await ledger.noteLookUp(of: reference.stripeID, isKnown: false) }
        try await lookUps.read(atMost: budget)
        for payment in try await ledger.stagedPayments(limit: budget) {
            try lookUps.stop.check()
            for page in try await belongings(of: payment) { try await ledger.stage(page) }
        }
        // A refund may lead to a charge that the intent's list did not hold.
        try await lookUps.read(atMost: budget)
        Step.reached(.pageStaged)
    }

    /// The ids by which it counts as read: sessions that came with their payment intent as if each by its own, since the
    /// intent's charges are still to be read.
    private static func read(by answer: (reference: UnresolvedReference, pages: [RecordPage])) -> [String] {
        let sessions = answer.pages.filter { $0.kind == .checkoutSession }
        guard !sessions.isEmpty else { return [answer.reference.stripeID] }
        return sessions.flatMap { page in (0..<page.count).map(page.id) }
    }

    /// What of a payment no id leads to: what went back, the intent itself, and the events that grant.
    private func belongings(of payment: PostgresLedger.StagedPayment) async throws -> [RecordPage] {
        let stripe = lookUps.stripe
        let filter = [ListFilter.paymentIntent(payment.intent)]
        var pages = try await stripe.pages(of: .refund, filter)
        pages += try await stripe.pages(of: .dispute, filter)
        pages += try await stripe.retrieve(.paymentIntent, id: payment.intent).map { [$0] } ?? []
        if let paidAt = payment.paidAt {
            let around = paidAt - 5 * .minute..<paidAt + 15 * .minute
            pages += try await stripe.pages(of: .event, created: around, Collection.filters(of: .event))
        }
        return pages
    }
}
