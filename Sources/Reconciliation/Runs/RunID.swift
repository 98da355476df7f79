/// The name of a run, of its report folder and of its rows: `20261123T021500Z-nightly-3f9c`.
public struct RunID: Hashable, Sendable, Codable, CustomStringConvertible {
    /// Its text.
    public let text: String

    /// The run of that kind that started then; `suffix` tells two of one second apart.
    public init(startedAt: Instant, command: String, suffix: UInt16) {
        let hex = String(suffix, radix: 16)
        text = "\(startedAt.compact)-\(command)-" + String(repeating: "0", count: 4 - hex.count) + hex
    }

    /// A run id that was read; nil unless it is made of ASCII letters, digits and hyphens, as folder names are.
    public init?(_ text: String) {
        let isSafe = text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45
        }
        guard isSafe, (1...80).contains(text.utf8.count) else { return nil }
        self.text = text
    }

    /// Its text.
    public var description: String { text }

    /// When the run started, by its name; nil for a name that tells no time.
    public var startedAt: Instant? {
        guard let match = text.prefixMatch(of: /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-/) else { return nil }
        return Instant(rfc3339: "\(match.1)-\(match.2)-\(match.3)T\(match.4):\(match.5):\(match.6)Z")
    }

    /// Decodes its text.
    ///
    /// - Throws: `DecodingError.dataCorrupted` when the text is no run id.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = RunID(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "“\(text)” is no run id")
        }
        self = id
    }

    /// Encodes as its text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
