/// What somebody who approves, declines or plans is called: a person's name, an account's e-mail address or an operating
/// system's user.
public struct PersonName: Hashable, Sendable {
    /// The longest name, in characters.
    public static let mostCharacters = 200

    /// The name without white space around it.
    public let text: String

    /// A name as it was given; nil where it names nobody, is longer than ``mostCharacters`` or has control characters.
    public init?(_ text: String) {
        let name = text.withoutSurroundingSpace
        guard !name.isEmpty, name.unicodeScalars.count <= Self.mostCharacters, !name.hasControlCharacters else {
            return nil
        }
        self.text = name
    }

    /// Whether both may be one person, as far as names tell: the same but for case, where of an e-mail address only what
    /// stands before its `@` counts. `decision_standing.sql` asks the same of the database.
    ///
    /// Decision 0017: it keeps honest people from approving their own plan by habit.
    public func mayBe(_ other: String) -> Bool { Self.calling(of: text) == Self.calling(of: other) }

    private static func calling(of name: String) -> String {
        let name = name.withoutSurroundingSpace.lowercased()
        guard let at = name.lastIndex(of: "@"), at != name.startIndex else { return name }
        return String(name[..<at])
    }
}

extension String {
    /// The text without white space at its beginning and end.
    fileprivate var withoutSurroundingSpace: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }

    /// Whether it has a character that begins a line, rings a bell or moves a cursor.
    public var hasControlCharacters: Bool { unicodeScalars.contains { $0.properties.generalCategory == .control } }
}
