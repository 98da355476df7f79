import PostgresLedger
import Reconciliation
import StripeAPI

/// Looks for outages in what a run has staged and found, with what Stripe says of its deliveries.
struct OutageWatch {
    let ledger: PostgresLedger
    let stripe: StripeClient
    let endpoints: EndpointLook
    /// Whether Stripe is asked whatever the ledger shows; else only where that gives reason to.
    let asksAlways: Bool

    /// The outages of the period.
    ///
    /// - Throws: `PostgresError`. What Stripe does not let us see is noted among the outages' remarks.
    func outages(over period: Period, now: Instant = .now) async throws -> Outages {
        let series = try await ledger.arrivals()
        let keptSince = now - DeliveryEvidence.keeps
        var evidence = DeliveryEvidence(eventsKeptSince: keptSince)
        var remarks: [String] = []
        var isDisabled: Bool?
        if asksAlways || OutageSearch.isWorthAsking(series) {
            do {
                let undelivered = try await undeliveredEvents(over: period, keptSince: keptSince)
                evidence = DeliveryEvidence(undelivered: undelivered, eventsKeptSince: keptSince)
            } catch let error as StripeError {
                remarks.append("undelivered events were not looked at: \(error)")
            }
            switch endpoints.answer {
            case .success(let endpoints): isDisabled = endpoints.hasOnlyDisabled(for: StripeEvents.granting)
            case .failure(let error): remarks.append("webhook endpoints were not looked at: \(error)")
            }
        }
        // How endpoints are now says nothing of a period that is long over.
        if period.cutOff > now - .day { evidence.isDisabled = isDisabled }
        var search = OutageSearch(series, over: period, evidence: evidence)
        if search.isMissingAny { try await ledger.forEachMissedArrival { search.add($0) } }
        var outages = search.result
        (outages.remarks, outages.isDisabled) = (remarks, isDisabled)
        return outages
    }

    /// Events that no endpoint has taken, or not all of them (`delivery_success=false`).
    private func undeliveredEvents(
        over period: Period,
        keptSince: Instant
    ) async throws -> [DeliveryEvidence.UndeliveredEvent] {
        let since = max(period.since, keptSince)
        guard since < period.cutOff else { return [] }
        let type = RecordSchema.of(.event).columns.firstIndex { $0.name == "type" } ?? 2
        var events: [DeliveryEvidence.UndeliveredEvent] = []
        let filters = [ListFilter("delivery_success", "false")]
        try await stripe.list(.event, created: since..<period.cutOff, filters: filters) { page in
            for row in 0..<page.count {
                events.append(.init(type: page.text(row: row, column: type) ?? "", created: page.created(row: row)))
            }
        }
        return events
    }
}
