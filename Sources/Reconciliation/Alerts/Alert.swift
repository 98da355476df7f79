/// What is the matter, as a run or a watcher of runs found it: the same value for every channel.
///
/// It holds counts and sums only: no names, no e-mail addresses, no ids of buyers and no keys.
public struct Alert: Hashable, Sendable, Codable {
    /// What happened; there is one alert of a code at a time.
    public var code: RunEvent.Code
    /// How soon somebody has to look.
    public var severity: RunEvent.Severity
    /// What happened, in a sentence.
    public var summary: String
    /// What there is of it, in the order in which it is told.
    public var counts: [Count]
    /// What it is about in money, one amount for each currency, in the order of their codes.
    public var money: [Money]

    /// How many of something.
    public struct Count: Hashable, Sendable, Codable {
        /// Of what, in words.
        public var name: String
        /// How many.
        public var value: Int64

        /// A count of that name.
        public init(_ name: String, _ value: Int64) {
            self.name = name
            self.value = value
        }
    }

    /// An alert of those parts; as severe as its code, unless told otherwise.
    public init(
        _ code: RunEvent.Code,
        severity: RunEvent.Severity? = nil,
        _ summary: String,
        counts: [Count] = [],
        money: [Money] = []
    ) {
        self.code = code
        self.severity = severity ?? code.severity
        self.summary = summary
        self.counts = counts
        self.money = money
    }
}
