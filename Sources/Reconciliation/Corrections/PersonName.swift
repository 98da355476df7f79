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

    /// Whether both may be one person, as far as names tell: the same but for case, where an e-mail address is as well
    /// called by what stands before its `@`.
    ///
    /// Decision 0017: it keeps honest people from approving their own plan by habit.
    public func mayBe(_ other: String) -> Bool { !callings.isDisjoint(with: Self.callings(of: other)) }

    private var callings: Set<String> { Self.callings(of: text) }

    private static func callings(of name: String) -> Set<String> {
        let name = name.withoutSurroundingSpace.lowercased()
        guard let at = name.lastIndex(of: "@"), at != name.startIndex else { return [name] }
        return [name, String(name[..<at])]
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
