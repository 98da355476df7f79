import Reconciliation
import Reports

/// An outage in the words of whoever is called at night.
struct OutageText {
    let outage: Outage
    let clock: LocalTime

    /// What was the matter.
    var kind: String {
        let types = outage.sources.map(\.eventType).joined(separator: ", ")
        switch outage.kind {
        case .endpointDown: return "endpoint down: Stripe could not deliver \(types)"
        case .endpointDisabled:
            return "endpoint disabled: Stripe has switched it off, and delivers no \(types)"
        case .handlerFailing:
            return "handler failing: Stripe counts \(types) as delivered, so nobody sends it again,"
                + " and the ledger shows nothing"
        case .constraint: return "the database refused: the handler tried, failed and answered that all is well"
        case .oneEventType: return "one event type only: \(types) did not arrive, and other events did"
        case .unknown: return "cause unknown: Stripe keeps events for 30 days, and says nothing of these any more"
        }
    }

    /// When it began.
    var began: String {
        if outage.began.isOpen { return "before \(clock.both(outage.began.to)): nothing arrived earlier in the period" }
        return "\(clock.both(outage.began.to)), after \(outage.began.from) when the last one arrived"
    }

    /// When it ended.
    var ended: String {
        if outage.ended.isOpen {
            return "not yet, or after \(clock.both(outage.ended.from)): nothing has arrived since"
        }
        return "\(clock.both(outage.ended.from)), before \(outage.ended.to) when the next one arrived"
    }

    /// Whom it hurt: each currency by itself, since currencies do not add.
    var missed: [String] {
        let damage = outage.damage
        var lines: [String] = []
        if damage.sales > 0 {
            let credits = damage.lines.reduce(0) { $0 + $1.line.credits }
            let money = damage.lines.map { "\(Money(minorUnits: $0.line.amountMinor, $0.currency))" }
            lines.append(
                "\(Int(damage.sales).of("purchase")) of \(Int(damage.buyers).of("buyer")), \(credits) credits; "
                    + money.joined(separator: ", ")
            )
        }
        if damage.missed(of: .payment) > 0 {
            lines.append("\(Int(damage.missed(of: .payment)).of("payment")) in the payment log")
        }
        if damage.missed(of: .invoice) > 0 {
            lines.append("\(Int(damage.missed(of: .invoice)).of("invoice")) in the invoice log")
        }
        return lines
    }

    /// What has become of the buyers; nil where no purchase was missed.
    var fate: String? {
        let damage = outage.damage
        guard damage.sales > 0 else { return nil }
        var parts: [String] = []
        if damage.waiting > 0 { parts.append("\(damage.waiting) without credits") }
        if damage.late > 0 { parts.append("\(damage.late) granted late, by Stripe's retries or by a person") }
        if damage.mended > 0 {
            let runs = damage.mendedBy.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
                .map { "\($0.key), \($0.value)" }
            parts.append("\(damage.mended) mended by run \(runs.joined(separator: "; "))")
        }
        return parts.joined(separator: "; ")
    }

    /// What failed purchase rows say, the most frequent first.
    var messages: [String] {
        outage.damage.messages.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
            .map { "\($0.value) × \($0.key)" }
    }

    /// Whether somebody still waits for what the outage cost.
    var hasSomethingToMend: Bool { outage.damage.waiting > 0 || outage.damage.sales == 0 }

    /// What mends it; without `--apply` it is a plan.
    var command: String {
        "tieout backfill --since \(outage.period.since) --until \(outage.period.cutOff)"
    }
}
