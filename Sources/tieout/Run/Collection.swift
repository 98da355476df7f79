import Failpoints
import PostgresLedger
import Reconciliation
import StripeAPI

/// Fetches what a run needs from Stripe and stages it.
struct Collection {
    let run: RunID
    let period: Period
    /// What a killed run has left in the stage, to go on from.
    let unfinished: UnfinishedCollection?
    let lookUps: LookUps

    /// Lists every kind at once, then reads by id what the lists cannot hold; at most so many of those.
    func collect(atMost budget: Int) async throws {
        let (ledger, stripe, stop, progress) = (lookUps.ledger, lookUps.stripe, lookUps.stop, lookUps.progress)
        let listed = Self.listed + (try await ledger.keepsSubscriptions() ? [.subscription] : [])
        var listing = ParallelListing(listed.flatMap(slices), client: stripe)
        if let unfinished {
            try await ledger.adoptScope(run: run, slices: listing.progress)
            progress.resumes(unfinished)
        } else {
            try await ledger.clearStage()
            try await ledger.beginScope(run: run, period: period)
        }
        try await listing.run { listed in
            try stop.check()
            try await ledger.stage(listed.page, progress: listed.progress)
            progress.fetched(listed, requests: stripe.usage.total)
            Step.reached(.pageStaged)
        }
        try await lookUps.read(atMost: budget)
    }

    /// The kinds that are listed. Invoice payments come with their invoices: their own list took a created window only
    /// from 2025-11-17.clover on.
    static let listed: [RecordKind] = [
        .charge, .checkoutSession, .invoice, .refund, .dispute, .paymentIntent, .event,
    ]

    /// What narrows or widens a list: only the events that grant, and invoices with the payments they hold.
    static func filters(of kind: RecordKind) -> [ListFilter] {
        switch kind {
        case .event: ListFilter.eventTypes(StripeEvents.granting)
        case .invoice: [ListFilter("expand[]", "data.payments")]
        // Without it Stripe leaves out those that ended.
        case .subscription: [ListFilter("status", "all")]
        default: []
        }
    }

    /// The span of `created` over which a kind is listed for a period.
    static func span(of kind: RecordKind, in period: Period) -> Range<Instant> {
        switch kind {
        // A session lives 24 hours, so a charge of the period may belong to one of the day before.
        case .checkoutSession: period.since - .day..<period.cutOff
        // Stripe lists by creation only, and a subscription changes for years.
        case .subscription: Instant(secondsSinceEpoch: 0)..<period.cutOff
        default: period.since..<period.cutOff
        }
    }

    /// What is to be read of a list: all of it, or what a killed run left of it.
    private func slices(of kind: RecordKind) -> [ListSlice] {
        ListSlice.remaining(
            of: kind,
            created: Self.span(of: kind, in: period),
            filters: Self.filters(of: kind),
            stored: unfinished?.slices.filter { $0.kind == kind } ?? []
        )
    }
}
