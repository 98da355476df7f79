/// Where a record of the period ended up.
public enum RecordState: String, CaseIterable, Sendable, Codable {
    /// Stripe and the ledger agree about it.
    case matched
    /// At least one finding names it.
    case found
    /// It is left out, for a reason with a name.
    case excluded
    /// None of these: an invariant is broken.
    case unexplained
}

/// Records of one kind and currency that ended up alike.
public struct ConservationLine: Hashable, Sendable, Codable {
    /// The kind of record.
    public var kind: RecordKind
    /// Their currency; nil where Stripe gives none.
    public var currency: Currency?
    /// Where they ended up.
    public var state: RecordState
    /// The exclusion's name; empty for other states.
    public var reason: String
    /// How many.
    public var count: Int64
    /// The sum of their amounts in minor units.
    public var amountMinor: Int64

    /// A line of those figures.
    public init(
        kind: RecordKind,
        currency: Currency?,
        state: RecordState,
        reason: String,
        count: Int64,
        amountMinor: Int64
    ) {
        self.kind = kind
        self.currency = currency
        self.state = state
        self.reason = reason
        self.count = count
        self.amountMinor = amountMinor
    }
}

/// The proof that no record fell out: fetched = matched + found + excluded, for each kind.
public struct Conservation: Hashable, Sendable, Codable {
    /// How many records of each kind were fetched, counted while they came in.
    public var fetched: [RecordKind: Int64]
    /// Where they ended up, counted in the ledger's database.
    public var lines: [ConservationLine]

    /// The proof from both counts.
    public init(fetched: [RecordKind: Int64], lines: [ConservationLine]) {
        self.fetched = fetched
        self.lines = lines
    }

    /// How many records of a kind ended up in a state.
    public func count(_ kind: RecordKind, _ state: RecordState) -> Int64 {
        lines.reduce(0) { $1.kind == kind && $1.state == state ? $0 + $1.count : $0 }
    }

    /// Excluded records of a kind by reason.
    public func exclusions(_ kind: RecordKind) -> [String: Int64] {
        lines.reduce(into: [:]) { counts, line in
            if line.kind == kind, line.state == .excluded { counts[line.reason, default: 0] += line.count }
        }
    }

    /// Each way in which the counts do not add up, in words; empty when they do.
    public var breaks: [String] {
        RecordKind.allCases.flatMap { kind -> [String] in
            let fetched = fetched[kind] ?? 0
            let unexplained = count(kind, .unexplained)
            let accounted = lines.reduce(0) { $1.kind == kind ? $0 + $1.count : $0 }
            var breaks: [String] = []
            if unexplained > 0 {
                breaks.append("\(unexplained) \(kind.plural) are neither matched, found nor excluded")
            }
            if accounted != fetched {
                breaks.append("\(fetched) \(kind.plural) were fetched but \(accounted) accounted for")
            }
            return breaks
        }
    }
}
