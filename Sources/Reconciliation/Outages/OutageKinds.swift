extension OutageSearch {
    /// What was the matter with an outage whose damage is known: the closest evidence first.
    func kind(of outage: Outage) -> Outage.Kind {
        let damage = outage.damage
        let isOfPurchases = outage.sources.contains(.session)
        if damage.sales > 0, 2 * damage.failed >= damage.sales { return .constraint }
        if isOfPurchases, outage.ended.isOpen, evidence.isDisabled == true { return .endpointDisabled }
        if othersArrived(during: outage) { return .oneEventType }
        let waits = isOfPurchases ? damage.undelivered : undelivered(outage)
        if waits > 0, waits >= damage.delivered { return .endpointDown }
        // Stripe tries again only what was not answered.
        if damage.late > 0, 2 * damage.late >= damage.sales { return .endpointDown }
        if damage.delivered > 0 { return .handlerFailing }
        if !isOfPurchases, outage.began.to >= evidence.eventsKeptSince { return .handlerFailing }
        return .unknown
    }

    private func undelivered(_ outage: Outage) -> Int64 {
        let types = outage.sources.reduce(into: Set<String>()) { $0.formUnion($1.eventTypes) }
        return Int64(evidence.undelivered(types, from: outage.began.to, to: outage.ended.from).count)
    }

    /// Whether what other events tell reached the ledger all the while: two at least, and more than were missed.
    private func othersArrived(during outage: Outage) -> Bool {
        series.keys.contains { source in
            guard !outage.sources.contains(source) else { return false }
            let (lost, arrived) = count(source, during: outage)
            return arrived >= 2 && arrived > lost
        }
    }
}

extension OutageDamage {
    /// Counts something that the outage made be missed.
    mutating func add(_ arrival: MissedArrival) {
        missed[arrival.source.rawValue, default: 0] += 1
        guard arrival.source == .session else { return }
        if let currency = arrival.currency {
            purchases[currency.code, default: Line()] =
                purchases[currency.code, default: Line()]
                + Line(count: 1, amountMinor: arrival.amountMinor, credits: arrival.credits)
        }
        if let message = arrival.message {
            failed += 1
            if messages[message] != nil || messages.count < Self.mostMessages { messages[message, default: 0] += 1 }
        }
        switch arrival.fate {
        case .waiting: waiting += 1
        case .late: late += 1
        case .mended(let run, let at):
            mended += 1
            mendedBy[run] = max(mendedBy[run] ?? at, at)
        }
        switch (arrival.isDelivered, arrival.fate) {
        case (false?, _): undelivered += 1
        // What came late was delivered late.
        case (true?, .waiting), (true?, .mended): delivered += 1
        default: break
        }
    }

    /// Messages may hold an id each; the first of them are told.
    private static let mostMessages = 20
}
