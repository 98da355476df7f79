import PostgresLedger
import Reconciliation
import StripeAPI

/// Reads what a backfill by id or by buyer starts from, before any run begins: a wrong id is wrong usage, and no run.
struct AskStripe {
    let stripe: StripeClient
    /// How many objects are read at the most.
    let budget: Int

    /// Reads the objects.
    ///
    /// - Throws: ``Failure`` with status 64 for one that Stripe does not know in this account and mode, and for a payment
    ///   intent of neither a session nor an invoice; `StripeError`.
    func records(of objects: [AskedObject]) async throws -> AskedRecords {
        var asked = AskedRecords(answers: [])
        for object in objects {
            let reference = UnresolvedReference(kind: object.kind, stripeID: object.id)
            let pages = try await pages(of: reference)
            guard !pages.isEmpty else { throw try await failure(of: object) }
            asked.answers.append((reference, pages))
        }
        return asked
    }

    /// Reads the sessions that the ledger names for a buyer, then every session of the customers that these have.
    ///
    /// - Throws: ``Failure`` with status 64 for a buyer whom neither the ledger nor any of its rows knows; `PostgresError`,
    ///   `StripeError`.
    func records(of user: String, in ledger: PostgresLedger) async throws -> AskedRecords {
        let named = try await ledger.sessions(of: user, limit: budget)
        let isKnown = try await ledger.knows(user: user)
        guard isKnown || !named.isEmpty else {
            throw Failure(
                .usage,
                "the ledger knows no buyer \(user)",
                advice: "Give the id as the ledger writes it; for one payment: tieout backfill --session ID."
            )
        }
        var asked = AskedRecords(answers: [])
        var customers: Set<String> = []
        for id in named {
            let reference = UnresolvedReference(kind: .checkoutSession, stripeID: id)
            guard let page = try await stripe.retrieve(.checkoutSession, id: id) else {
                asked.unknown.append(reference)
                continue
            }
            asked.answers.append((reference, [page]))
            customers.formUnion(page.customers)
        }
        let known = Set(named)
        for customer in customers.sorted() {
            try await stripe.list(.checkoutSession, filters: [ListFilter("customer", customer)]) { page in
                for row in 0..<page.count where !known.contains(page.id(row: row)) {
                    let reference = UnresolvedReference(kind: .checkoutSession, stripeID: page.id(row: row))
                    asked.answers.append((reference, [page.onlyRow(row)]))
                }
            }
        }
        return asked
    }

    /// What Stripe has under that id; of a payment intent its session, else its invoice's payments.
    private func pages(of reference: UnresolvedReference) async throws -> [RecordPage] {
        guard reference.kind == .paymentIntent else {
            return try await stripe.retrieve(reference.kind, id: reference.stripeID).map { [$0] } ?? []
        }
        return try await stripe.payments(of: reference.stripeID)
    }

    private func failure(of object: AskedObject) async throws -> Failure {
        if object.kind == .paymentIntent, try await stripe.retrieve(.paymentIntent, id: object.id) != nil {
            return Failure(
                .usage,
                "\(object.id) belongs to neither a checkout session nor an invoice, so it sold nothing that the ledger gives",
                advice: "What was found of it in its period: tieout explain \(object.id)"
            )
        }
        return Failure(
            .usage,
            "Stripe knows no \(object.kind.singular) \(object.id) in this account and mode",
            advice:
                "It may be mistyped, or another account's: look at the key. What the books have of it: tieout explain"
                + " \(object.id)"
        )
    }
}

extension StripeClient {
    /// The checkout session of a payment intent, or else the invoice payments; no page when it has neither.
    func payments(of paymentIntent: String) async throws -> [RecordPage] {
        let sessions = try await pages(of: .checkoutSession, [.paymentIntent(paymentIntent)])
        guard sessions.isEmpty else { return sessions }
        return try await pages(
            of: .invoicePayment,
            [ListFilter("payment[type]", "payment_intent"), ListFilter("payment[payment_intent]", paymentIntent)]
        )
    }

    /// The pages of a short list; none when it is empty.
    func pages(of kind: RecordKind, created: Range<Instant>? = nil, _ filters: [ListFilter]) async throws
        -> [RecordPage]
    {
        var pages: [RecordPage] = []
        try await list(kind, created: created, filters: filters) { page in
            if page.count > 0 { pages.append(page) }
        }
        return pages
    }
}

extension RecordPage {
    /// The customers of its records; none of a kind that has none.
    fileprivate var customers: [String] {
        guard let column = RecordSchema.of(kind).columns.firstIndex(where: { $0.name == "customer" }) else { return [] }
        return (0..<count).compactMap { text(row: $0, column: column) }
    }

    /// The page of one of its records alone.
    fileprivate func onlyRow(_ row: Int) -> RecordPage {
        let width = RecordSchema.of(kind).columns.count
        return RecordPage(
            kind: kind,
            cells: Array(cells[row * width..<(row + 1) * width]),
            bytes: bytes,
            hasMore: false,
            requestID: requestID
        )
    }
}

extension RecordKind {
    /// One of them in words.
    fileprivate var singular: String { rawValue.replacing("_", with: " ") }
}
