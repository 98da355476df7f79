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
    let ledger: PostgresLedger
    /// How sessions say who bought what, and which customers are asked.
    let keys: MetadataKeys
    let stripe: StripeClient
    let stop: StopSignal
    let progress: Progress

    /// Lists every kind at once, then reads by id what the lists cannot hold; at most `lookUps` of those.
    func collect(lookUps: Int) async throws {
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
        try await LookUps(ledger: ledger, keys: keys, stripe: stripe, stop: stop, progress: progress).read(
            atMost: lookUps
        )
    }

    /// The kinds that are listed. Invoice payments come with their invoices: their own list took a created window only
    /// from 2025-11-17.clover on.
    private static let listed: [RecordKind] = [
        .charge, .checkoutSession, .invoice, .refund, .dispute, .paymentIntent, .event,
    ]

    /// What narrows or widens a list: only the events that grant, and invoices with the payments they hold.
    private static func filters(of kind: RecordKind) -> [ListFilter] {
        switch kind {
        case .event: ListFilter.eventTypes(StripeEvents.granting)
        case .invoice: [ListFilter("expand[]", "data.payments")]
        // Without it Stripe leaves out those that ended.
        case .subscription: [ListFilter("status", "all")]
        default: []
        }
    }

    /// What is to be read of a list: all of it, or what a killed run left of it.
    private func slices(of kind: RecordKind) -> [ListSlice] {
        let since =
            switch kind {
            // A session lives 24 hours, so a charge of the period may belong to one of the day before.
            case .checkoutSession: period.since - .day
            // Stripe lists by creation only, and a subscription changes for years.
            case .subscription: Instant(secondsSinceEpoch: 0)
            default: period.since
            }
        return ListSlice.remaining(
            of: kind,
            created: since..<period.cutOff,
            filters: Self.filters(of: kind),
            stored: unfinished?.slices.filter { $0.kind == kind } ?? []
        )
    }
}
