/// A moment in UTC, to the second: what Stripe's `created` and the ledger's `timestamptz` are compared as.
public struct Instant: Hashable, Comparable, Sendable, Codable {
    /// Seconds since 1970-01-01T00:00:00Z, without leap seconds.
    public let secondsSinceEpoch: Int64

    /// The moment that many seconds after 1970-01-01T00:00:00Z.
    public init(secondsSinceEpoch: Int64) {
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    /// Earlier instants come first.
    public static func < (earlier: Instant, later: Instant) -> Bool {
        earlier.secondsSinceEpoch < later.secondsSinceEpoch
    }

    /// The moment `seconds` later.
    public static func + (instant: Instant, seconds: Int64) -> Instant {
        Instant(secondsSinceEpoch: instant.secondsSinceEpoch + seconds)
    }

    /// The moment `seconds` earlier.
    public static func - (instant: Instant, seconds: Int64) -> Instant {
        Instant(secondsSinceEpoch: instant.secondsSinceEpoch - seconds)
    }

    /// Seconds from `earlier` to `later`; negative when they are the other way round.
    public static func - (later: Instant, earlier: Instant) -> Int64 {
        later.secondsSinceEpoch - earlier.secondsSinceEpoch
    }

    /// Decodes RFC 3339 text.
    ///
    /// - Throws: `DecodingError.dataCorrupted` when the text is no instant.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is no RFC 3339 instant")
        }
        self = instant
    }

    /// Encodes as RFC 3339 text in UTC.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rfc3339)
    }
}

extension Int64 {
    /// Seconds in a minute, an hour and a day of UTC.
    public static let minute: Int64 = 60
    /// Seconds in an hour.
    public static let hour: Int64 = 3_600
    /// Seconds in a day of UTC; leap seconds are not counted.
    public static let day: Int64 = 86_400
}
