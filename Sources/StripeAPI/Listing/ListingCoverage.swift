import Reconciliation

/// How much of some lists has been read, and how much is probably left.
public struct ListingCoverage: Sendable, Hashable {
    /// Records of one list.
    public struct Records: Sendable, Hashable {
        /// How many were read.
        public var read: Int64 = 0
        /// How many are left if they lie as close as those that were read; nil before the first page.
        public var left: Int64? = 0

        /// None read, none left.
        public init() {}

        /// That many.
        public init(read: Int64, left: Int64?) { (self.read, self.left) = (read, left) }
    }

    /// Seconds of `created` that have been read, of all lists together.
    public let coveredSeconds: Int64
    /// Seconds of `created` that the lists span together.
    public let spanSeconds: Int64
    /// The records of each list.
    public let lists: [RecordKind: Records]

    /// Coverage of those lists.
    public init(coveredSeconds: Int64, spanSeconds: Int64, lists: [RecordKind: Records]) {
        self.coveredSeconds = coveredSeconds
        self.spanSeconds = spanSeconds
        self.lists = lists
    }

    /// The share of time that has been read, in thousandths.
    public var perMille: Int64 { spanSeconds > 0 ? min(max(coveredSeconds, 0), spanSeconds) * 1_000 / spanSeconds : 0 }

    /// How many records were read.
    public var read: Int64 { lists.values.reduce(0) { $0 + $1.read } }

    /// How many records are probably left; nil as long as that is unknown of any list.
    public var left: Int64? {
        lists.values.reduce(Optional(0)) { sum, records in
            guard let sum, let left = records.left else { return nil }
            return sum + left
        }
    }
}
