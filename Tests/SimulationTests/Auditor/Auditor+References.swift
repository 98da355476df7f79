import StripeSimulator

extension Auditor {
    /// Grants under one payment, charge or invoice that belongs to no session that was seen: all but the largest are too
    /// many. Movements from more than a day before the first session that was seen are not looked at.
    mutating func judgeReferencesWithoutASession() {
        let earliest = min(sight.sessions.map(\.created).min() ?? period.lowerBound, period.lowerBound) - .day
        let known = Set(sight.sessions.flatMap { [$0.paymentIntent, $0.invoice] }.compactMap(\.self))
        let charges = Set(sight.charges.filter { known.contains($0.paymentIntent ?? "") }.map(\.id))
        let movements = rows.movements.filter { movement in
            movement.type != "consume" && (movement.createdAt ?? earliest) >= earliest
        }
        for (reference, group) in Dictionary(grouping: movements, by: { $0.reference ?? "" }) {
            guard ["pi_", "ch_", "py_", "in_"].contains(where: reference.hasPrefix) else { continue }
            guard !known.contains(reference), !charges.contains(reference) else { continue }
            let standing = group.reduce(0) { $0 + $1.credits }
            let largest = group.map(\.credits).max() ?? 0
            if group.count(where: { $0.credits > 0 }) > 1, standing > largest {
                find("duplicate_grant", reference, "critical", credits: standing - largest)
            }
        }
    }
}
