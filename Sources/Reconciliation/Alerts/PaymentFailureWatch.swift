/// Charges of one UTC day, and how many of them were declined.
public struct ChargeDay: Hashable, Sendable {
    /// The first second of the day.
    public var day: Instant
    /// Charges that were tried.
    public var attempts: Int64
    /// Of these, how many failed.
    public var declined: Int64

    /// A day of those figures.
    public init(day: Instant, attempts: Int64, declined: Int64) {
        (self.day, self.attempts, self.declined) = (day, attempts, declined)
    }
}

/// Notices when more payments fail than usual: the newest whole day against the 30 days before it, as runs counted them.
///
/// With *n* charges of the day, *d* of them declined, and of the days before *N* and *D*, the usual rate is
/// *u = (D + 1) / (N + 2)*. It is a spike when all of these hold:
///
/// - *N* ≥ 100, over at least 7 days: below that nobody knows what is usual;
/// - *d* ≥ 10: fewer are told by the workbook;
/// - *d / n* ≥ 2 *u*: twice as many as usual;
/// - *d* − *n u* ≥ 3 √(*n u* (1 − *u*)): more than chance makes of the usual rate in one day of 700.
public struct PaymentFailureWatch: Hashable, Sendable {
    /// How many days before the newest one count.
    public static let days: Int64 = 30
    /// The fewest days and charges that tell what is usual.
    static let (fewestDays, fewestCharges): (Int, Int64) = (7, 100)
    /// The fewest declined charges of a day that are told.
    static let fewestDeclined: Int64 = 10

    /// The usual rule.
    public init() {}

    /// What is told; nil where nothing is unusual.
    ///
    /// - Parameter days: days that were examined whole, in any order, each once; the newest one is judged.
    public func event(on days: [ChargeDay]) -> RunEvent? {
        guard let newest = days.max(by: { $0.day < $1.day }) else { return nil }
        let before = days.filter { $0.day < newest.day && newest.day - $0.day <= Self.days * .day }
        let (attempts, declined) = before.reduce((Int64(0), Int64(0))) { ($0.0 + $1.attempts, $0.1 + $1.declined) }
        guard before.count >= Self.fewestDays, attempts >= Self.fewestCharges, newest.declined >= Self.fewestDeclined
        else {
            return nil
        }
        // Counts of charges and no money: a fraction of them is what the rule is about.
        let usual = Double(declined + 1) / Double(attempts + 2)
        let (n, d) = (Double(newest.attempts), Double(newest.declined))
        let excess = d - n * usual
        guard d >= 2 * n * usual, excess * excess >= 9 * n * usual * (1 - usual) else { return nil }
        let day = newest.day.rfc3339.prefix(10)
        return RunEvent(
            .paymentFailures,
            "\(newest.declined) of \(newest.attempts) charges of \(day) were declined, against \(declined) of \(attempts) in the"
                + " \(before.count) days before"
        )
    }
}
