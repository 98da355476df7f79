/// How much money findings of a severity may differ by until somebody has to look today.
public struct AlertThresholds: Hashable, Sendable {
    /// The least sum that is told, for each severity and currency.
    public var sums: [Severity: [Currency: Int64]] = [:]

    /// No thresholds.
    public init() {}

    /// What is told of findings that reach a threshold; nil when none does.
    ///
    /// Sums of two severities do not add, nor do those of two currencies: each is compared with its own threshold.
    public func alert(on findings: FindingTotals) -> Alert? {
        let reached = Severity.allCases.reversed().flatMap { severity in
            (sums[severity] ?? [:]).compactMap { currency, least -> (Severity, Money)? in
                let sum = findings.openAmounts[severity]?[currency] ?? 0
                return sum >= least ? (severity, Money(minorUnits: sum, currency)) : nil
            }
            .sorted { $0.1.currency < $1.1.currency }
        }
        guard !reached.isEmpty else { return nil }
        let parts = reached.map { "\($0.0.rawValue) findings of \($0.1)" }
        let money = reached.reduce(into: [Currency: Int64]()) { sums, part in
            let (sum, overflows) = sums[part.1.currency, default: 0].addingReportingOverflow(part.1.minorUnits)
            sums[part.1.currency] = overflows ? .max : sum
        }
        return Alert(
            .moneyAtStake,
            "\(parts.joined(separator: ", ")) reach what alerts.thresholds allows",
            money: money.map { Money(minorUnits: $0.value, $0.key) }.sorted { $0.currency < $1.currency }
        )
    }
}
