import Reconciliation

extension Finding {
    /// The finding in a line: kind, record, and what is said of it where it says anything.
    ///
    /// `missed_purchase cs_test_A: 50 credits, expected 2000 usd, recorded 0, held disputed`
    public var line: String {
        var facts: [String] = []
        if let credits { facts.append("\(credits) credits") }
        if let expectedMinor { facts.append("expected \(expectedMinor)" + (currency.map { " \($0.code)" } ?? "")) }
        if let recordedMinor { facts.append("recorded \(recordedMinor)") }
        if let status = detail["expected_status"] {
            facts.append("\(detail["recorded_status"] ?? "nothing") instead of \(status)")
        }
        if let hold = detail["hold"] { facts.append("held \(hold)") }
        if severity != kind.severity { facts.append("\(severity)") }
        return "\(kind.rawValue) \(stripeID ?? ledgerID ?? "-")" + (facts.isEmpty ? "" : ": ")
            + facts.joined(separator: ", ")
    }
}
