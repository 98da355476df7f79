/// The half-open span of time `[since, cutOff)` in UTC that a run examines.
public struct Period: Hashable, Sendable, Codable {
    /// The first instant of the period.
    public let since: Instant
    /// The first instant after it.
    public let cutOff: Instant

    /// The period from `since` up to, and without, `cutOff`.
    ///
    /// - Throws: ``InvalidPeriod`` when it would be empty or inverted.
    public init(since: Instant, cutOff: Instant) throws(InvalidPeriod) {
        guard since < cutOff else { throw InvalidPeriod(since: since, cutOff: cutOff) }
        self.since = since
        self.cutOff = cutOff
    }

    /// Whether the instant lies in the period.
    public func contains(_ instant: Instant) -> Bool { since <= instant && instant < cutOff }

    /// Its length in seconds.
    public var seconds: Int64 { cutOff - since }
}

/// A period that ends before it starts, or where it starts.
public struct InvalidPeriod: Error, Hashable, CustomStringConvertible {
    /// The start that was asked for.
    public let since: Instant
    /// The end that was asked for.
    public let cutOff: Instant

    /// What is wrong, with both ends.
    public var description: String {
        "the period from \(since) to \(cutOff) is empty; --since must be earlier than --until"
    }
}
