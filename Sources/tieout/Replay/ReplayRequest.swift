import HTTPTransport
import Reconciliation
import StripeAPI

/// Which events are asked for.
struct ReplayRequest {
    /// Ids of single events; then nothing else narrows them.
    var ids: [String] = []
    /// The first instant of the period; nil for as far back as Stripe keeps events.
    var since: Instant?
    /// The first instant after it; nil for now.
    var until: Instant?
    /// Their types; none for all. One alone may end in a wildcard.
    var types: [String] = []
    /// Whether also events are meant that Stripe counts as delivered.
    var includesDelivered = false
    /// Whether also events are meant that a replay has delivered.
    var again = false

    /// How long Stripe keeps events.
    static let keptFor: Int64 = 30 * .day

    /// Passes when it can be asked for.
    ///
    /// - Throws: ``Failure`` with status 64.
    func require(now: Instant) throws(Failure) {
        for id in ids where id.wholeMatch(of: /evt_[A-Za-z0-9_]+/) == nil {
            throw Failure(.usage, "“\(id)” cannot be the id of an event: those begin with evt_")
        }
        let isNarrowed = since != nil || until != nil || !types.isEmpty || includesDelivered
        guard ids.isEmpty || !isNarrowed else {
            throw Failure(
                .usage,
                "events are named by id, and --since, --until, --type or --delivered choose others",
                advice: "Use one or the other."
            )
        }
        guard types.count <= 20 else {
            throw Failure(.usage, "--type is given \(types.count) times, and Stripe takes 20 at once")
        }
        if let wildcard = types.first(where: { $0.contains("*") }), types.count > 1 {
            throw Failure(
                .usage,
                "--type \(wildcard) has a wildcard, which Stripe takes alone",
                advice: "Name the types."
            )
        }
        try requirePeriod(now: now)
    }

    private func requirePeriod(now: Instant) throws(Failure) {
        let oldest = now - Self.keptFor
        if let since, since < oldest {
            throw Failure(
                .usage,
                "--since \(since) lies more than 30 days back, and Stripe keeps events no longer",
                advice: "Begin at \(oldest) or later; what was missed before is granted by: tieout run --since \(since)"
            )
        }
        if let since, since >= now { throw Failure(.usage, "--since \(since) lies in the future (it is \(now))") }
        if let until, until <= since ?? oldest {
            throw Failure(.usage, "--until \(until) does not lie after \(since.map { "--since \($0)" } ?? "\(oldest)")")
        }
        guard !includesDelivered || since != nil else {
            throw Failure(
                .usage,
                "--delivered without --since would mean every event of 30 days",
                advice: "Say when the handler failed: --since 2026-11-22T09:10:00Z --until 2026-11-22T13:40:00Z"
            )
        }
    }

    /// The events, oldest first.
    ///
    /// - Throws: `StripeError`; ``Failure`` with status 64 for an id that Stripe does not have.
    func events(of stripe: StripeClient, now: Instant) async throws -> [ListedEvent] {
        guard ids.isEmpty else { return try await namedEvents(of: stripe) }
        var filters = types.count == 1 ? [ListFilter.eventType(types[0])] : ListFilter.eventTypes(types)
        if !includesDelivered { filters.append(.undelivered) }
        var listed: [ListedEvent] = []
        let span = (since ?? now - Self.keptFor)..<(until ?? now + 1)
        try await stripe.list(.event, created: span, filters: filters) { page in
            listed += (0..<page.count).map { ListedEvent(page, row: $0) }
        }
        // Within a second Stripe promises no order; the list as a whole is newest first.
        return listed.reversed()
    }

    private func namedEvents(of stripe: StripeClient) async throws -> [ListedEvent] {
        var named: [ListedEvent] = []
        for id in ids where !named.contains(where: { $0.id == id }) {
            guard let event = try await stripe.event(id: id) else {
                throw Failure(
                    .usage,
                    "Stripe has no event \(id) for this key; nothing was sent",
                    advice:
                        "Stripe keeps events for 30 days, and a \(stripe.configuration.key.mode.rawValue) key sees none of the other mode."
                )
            }
            named.append(ListedEvent(event))
        }
        return named.sorted { $0.created < $1.created }
    }
}

/// What a list tells of an event.
struct ListedEvent {
    let id: String
    let type: String
    let created: Instant
    /// The id of its object.
    let objectID: String?

    init(_ page: RecordPage, row: Int) {
        id = page.id(row: row)
        created = page.created(row: row)
        type = page.text(row: row, column: Self.column("type")) ?? ""
        objectID = page.text(row: row, column: Self.column("object_id"))
    }

    init(_ event: EventPayload) {
        (id, type, created, objectID) = (event.id, event.type, event.created, event.objectID)
    }

    private static func column(_ name: String) -> Int {
        guard let place = RecordSchema.of(.event).columns.firstIndex(where: { $0.name == name }) else {
            preconditionFailure("an event has no column \(name)")
        }
        return place
    }
}
