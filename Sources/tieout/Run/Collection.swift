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
            // What a slice has given away first: a kill in between must not leave two that cover the same time.
            for cut in listed.progress.dropFirst() {
                try await ledger.stage(.empty(listed.page.kind), progress: cut)
            }
            try await ledger.stage(listed.page, progress: listed.progress.first)
            progress.fetched(listed, requests: stripe.usage.total)
        }
        try await lookUp(atMost: lookUps)
    }

    /// The kinds that are listed. Invoice payments come with their invoices: their own list took a created window only
    /// from 2025-11-17.clover on.
    private static let listed: [RecordKind] = [
        .charge, .checkoutSession, .invoice, .refund, .dispute, .paymentIntent, .event,
    ]

    /// What narrows or widens a list: only the events that grant, and invoices with the payments they hold.
    private static func filters(of kind: RecordKind) -> [ListFilter] {
        switch kind {
        case .event: ListFilter.eventTypes(["checkout.session.completed", "checkout.session.async_payment_succeeded"])
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

    /// Reads what stands in the ledger or on a charge and was not listed, until nothing is left or the budget is spent.
    ///
    /// What is left then is excluded by name (`not_looked_up`), never judged.
    private func lookUp(atMost budget: Int) async throws {
        var remaining = budget
        while remaining > 0 {
            let references = try await ledger.unresolvedReferences(limit: min(remaining, 100))
            guard !references.isEmpty else { return }
            for reference in references {
                try stop.check()
                let isKnown = try await read(reference)
                try await ledger.noteLookUp(of: reference.stripeID, isKnown: isKnown)
            }
            remaining -= references.count
        }
    }

    /// Stages what Stripe has under that id; false when it has nothing.
    private func read(_ reference: UnresolvedReference) async throws -> Bool {
        switch reference.kind {
        case .paymentIntent:
            let sessions = try await stage(.checkoutSession, [.paymentIntent(reference.stripeID)])
            if sessions > 0 { return true }
            return try await stage(
                .invoicePayment,
                [
                    ListFilter("payment[type]", "payment_intent"),
                    ListFilter("payment[payment_intent]", reference.stripeID),
                ]
            ) > 0
        case .charge where reference.stripeID.hasPrefix("pi_"):
            return try await stage(.charge, [.paymentIntent(reference.stripeID)]) > 0
        default:
            guard let page = try await stripe.retrieve(reference.kind, id: reference.stripeID) else { return false }
            try await ledger.stage(page)
            return true
        }
    }

    /// Stages a short list and says how many it held.
    private func stage(_ kind: RecordKind, _ filters: [ListFilter]) async throws -> Int {
        var count = 0
        try await stripe.list(kind, filters: filters) { page in
            count += page.count
            try await ledger.stage(page)
        }
        return count
    }
}

extension RecordPage {
    /// A page without records.
    fileprivate static func empty(_ kind: RecordKind) -> RecordPage {
        RecordPage(kind: kind, cells: [], bytes: [], hasMore: false, requestID: nil)
    }
}
