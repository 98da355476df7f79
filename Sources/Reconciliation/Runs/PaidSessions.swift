/// What became of the paid sessions of a period, counted so that one sentence says it.
///
/// A paid session belongs to the period in which its charge was made, so that of periods that follow one another each
/// counts it once. Every paid session is in exactly one of the five parts of ``paid``.
public struct PaidSessions: Hashable, Sendable, Codable {
    /// Paid sessions that are credit purchases.
    public var paid: Int64
    /// Of these: what the ledger shows as granted.
    public var granted: Int64
    /// Of these: not granted, and `--apply` would grant them.
    public var grantable: Int64
    /// Of these: not granted, and free by themselves once no late webhook can grant them any more.
    public var waiting: Int64
    /// Of these: not granted, and nothing is to be done: the money went back before, the buyer was deleted, or a person has
    /// accepted it as it is.
    public var notDue: Int64
    /// Of these: not granted, and a person has to decide.
    public var ungranted: Int64
    /// Granted, and all the same with a finding that a person has to look at.
    public var grantedWithFindings: Int64

    /// Those counts.
    public init(
        paid: Int64 = 0,
        granted: Int64 = 0,
        grantable: Int64 = 0,
        waiting: Int64 = 0,
        notDue: Int64 = 0,
        ungranted: Int64 = 0,
        grantedWithFindings: Int64 = 0
    ) {
        self.paid = paid
        self.granted = granted
        self.grantable = grantable
        self.waiting = waiting
        self.notDue = notDue
        self.ungranted = ungranted
        self.grantedWithFindings = grantedWithFindings
    }

    /// How many need a person, granted or not.
    public var needPerson: Int64 { ungranted + grantedWithFindings }

    /// How many are granted or still to be: paid less what is not due.
    public var due: Int64 { paid - notDue }

    /// The sum of two periods that do not overlap.
    public static func + (left: PaidSessions, right: PaidSessions) -> PaidSessions {
        PaidSessions(
            paid: left.paid + right.paid,
            granted: left.granted + right.granted,
            grantable: left.grantable + right.grantable,
            waiting: left.waiting + right.waiting,
            notDue: left.notDue + right.notDue,
            ungranted: left.ungranted + right.ungranted,
            grantedWithFindings: left.grantedWithFindings + right.grantedWithFindings
        )
    }

    enum CodingKeys: String, CodingKey {
        case paid, granted, grantable, waiting, ungranted
        case notDue = "not_due"
        case grantedWithFindings = "granted_with_findings"
    }
}

extension PaidSessions {
    /// The counts as one sentence without a full stop, for colleagues.
    ///
    /// - Parameter of: where they were sold: `of the period`, `of cs_live_…`.
    public func sentence(_ of: String) -> String {
        var parts = [head(of)]
        if grantable > 0 { parts.append("\(grantable) would be granted with --apply") }
        if waiting > 0 { parts.append("\(waiting) \(waiting == 1 ? "waits" : "wait") for a late webhook") }
        if needPerson > 0 { parts.append("\(needPerson) \(needPerson == 1 ? "needs" : "need") a person") }
        if notDue > 0 { parts.append("for \(notDue) \(due > 0 ? "more " : "")nothing is to be done") }
        return parts.joined(separator: "; ")
    }

    private func head(_ of: String) -> String {
        switch (due, granted) {
        case (0, _): notDue > 0 ? "no paid session \(of) is due" : "there are no paid sessions \(of)"
        case (1, 1): "the only paid session \(of) is granted"
        case (1, _): "the only paid session \(of) is not granted"
        case (2, 2): "both paid sessions \(of) are granted"
        case (let due, let granted) where due == granted: "all \(due) paid sessions \(of) are granted"
        case (let due, 0): "none of the \(due) paid sessions \(of) is granted"
        case (let due, let granted):
            "\(granted) of the \(due) paid sessions \(of) \(granted == 1 ? "is" : "are") granted"
        }
    }
}
