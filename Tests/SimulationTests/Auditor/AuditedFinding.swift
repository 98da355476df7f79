/// A finding in the words that the rules and the auditor share: all of it that somebody acts upon.
struct AuditedFinding: Hashable, CustomStringConvertible {
    var kind: String
    /// The Stripe object's, or the ledger row's where there is none.
    var id: String
    var severity: String
    var credits: Int64?
    /// What Stripe's side says, in minor units.
    var expected: Int64?
    /// What the ledger's side says, in minor units.
    var recorded: Int64?
    var currency: String?
    var hold: String?

    /// `missed_purchase cs_test_1 high, 50 credits, expected 2000, recorded 0, usd, held disputed`.
    var description: String {
        var facts = ["\(kind) \(id) \(severity)"]
        if let credits { facts.append("\(credits) credits") }
        if let expected { facts.append("expected \(expected)") }
        if let recorded { facts.append("recorded \(recorded)") }
        if let currency { facts.append(currency) }
        if let hold { facts.append("held \(hold)") }
        return facts.joined(separator: ", ")
    }
}
