/// An alert that was told and is not over.
public struct StandingAlert: Hashable, Sendable {
    /// What is the matter, as it was last told.
    public var alert: Alert
    /// When it was seen first.
    public var since: Instant
    /// When it was last told.
    public var toldAt: Instant
    /// Of which environment it was told first: under that name it is over, whatever the run that says so is called.
    public var environment: String

    /// An alert that stands since then.
    public init(_ alert: Alert, since: Instant, toldAt: Instant, environment: String) {
        self.alert = alert
        self.since = since
        self.toldAt = toldAt
        self.environment = environment
    }
}

/// As it is kept, in the books and beside the reports: the members of a row of `tieout.alert`.
extension StandingAlert: Codable {
    private enum Key: String, CodingKey {
        case code, alert, since, environment
        case toldAt = "told_at"
    }

    /// Decodes what was kept.
    ///
    /// - Throws: `DecodingError`, also for a code that a later version knows and this one does not.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: Key.self)
        let instant = { (key: Key) throws -> Instant in
            let text = try members.decode(String.self, forKey: key)
            guard let instant = Instant(rfc3339: text) else {
                throw DecodingError.dataCorruptedError(forKey: key, in: members, debugDescription: "no instant")
            }
            return instant
        }
        self.init(
            try members.decode(Alert.self, forKey: .alert),
            since: try instant(.since),
            toldAt: try instant(.toldAt),
            environment: try members.decode(String.self, forKey: .environment)
        )
    }

    /// Encodes what is kept.
    ///
    /// - Throws: what the encoder does.
    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Key.self)
        try members.encode(alert.code, forKey: .code)
        try members.encode(alert, forKey: .alert)
        try members.encode(since.rfc3339, forKey: .since)
        try members.encode(toldAt.rfc3339, forKey: .toldAt)
        try members.encode(environment, forKey: .environment)
    }
}

extension [StandingAlert] {
    /// These and others that were kept elsewhere meanwhile. What is in both, of one code and environment, stands since the
    /// earlier instant and as it was told last.
    public func joined(by others: [StandingAlert]) -> [StandingAlert] {
        others.reduce(into: self) { joined, other in
            let same = joined.firstIndex {
                $0.alert.code == other.alert.code && $0.environment == other.environment
            }
            guard let same else { return joined.append(other) }
            var later = joined[same].toldAt < other.toldAt ? other : joined[same]
            later.since = Swift.min(joined[same].since, other.since)
            joined[same] = later
        }
    }
}
