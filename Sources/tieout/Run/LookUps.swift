import PostgresLedger
import Reconciliation
import StripeAPI

/// Reads by id what stands in the ledger or on a charge and was not listed.
///
/// Several are read at once, under the client's request budget. Answers are staged in the order of the references,
/// whatever the order in which they come: what is in the stage, after a failure too, does not depend on how fast
/// Stripe was.
struct LookUps {
    /// How many are under way or wait for those before them, which is all that is held in memory. Enough for 25 requests a
    /// second that take 600 ms each.
    private static let atOnce = 16

    let ledger: PostgresLedger
    /// How sessions say who bought what, and which customers are asked.
    let keys: MetadataKeys
    /// What of the books leads to further objects.
    let books: BooksToFollow
    let stripe: StripeClient
    let stop: StopSignal
    let progress: Progress

    /// Reads until nothing is left or so many references were read.
    ///
    /// What is left then is excluded by name (`not_looked_up`), never judged.
    ///
    /// - Throws: ``Failure`` when a signal was received, else the adapters' errors; what was staged before stands.
    func read(atMost budget: Int) async throws {
        var remaining = budget
        while remaining > 0 {
            let references = try await ledger.unresolvedReferences(
                limit: min(remaining, 100),
                keys: keys,
                books: books
            )
            guard !references.isEmpty else { return }
            try await references.ask(atOnce: Self.atOnce) { reference in
                try await pages(of: reference)
            } deliver: { reference, pages in
                try stop.check()
                for page in pages { try await ledger.stage(page) }
                try await ledger.noteLookUp(of: reference.stripeID, isKnown: !pages.isEmpty)
            }
            remaining -= references.count
        }
    }

    /// What Stripe has under that id; no page when it has nothing.
    private func pages(of reference: UnresolvedReference) async throws -> [RecordPage] {
        let id = reference.stripeID
        switch reference.kind {
        case .paymentIntent:
            return try await stripe.payments(of: id)
        case .charge where id.hasPrefix("pi_"):
            return try await stripe.pages(of: .charge, [.paymentIntent(id)])
        case .customer:
            return try await customer(id).map { [$0] } ?? []
        default:
            return try await stripe.retrieve(reference.kind, id: id).map { [$0] } ?? []
        }
    }

    /// The customer; nil where Stripe has none of that id, or the key may not read it: then the buyer stays unknown, which
    /// is a finding, and nothing else rests on customers.
    private func customer(_ id: String) async throws(StripeError) -> RecordPage? {
        do throws(StripeError) {
            return try await stripe.retrieve(.customer, id: id)
        } catch .missingPermission(let permission, _) {
            progress.mayNotReadCustomers(permission)
            return nil
        }
    }
}
