/// A text that must not be seen: whatever prints it, prints `***`.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    /// Hides the text.
    public init(_ text: String) {
        self.text = text
    }

    /// The text itself, for the one place that sends it.
    public func revealed() -> String { text }

    /// Always `***`.
    public var description: String { "***" }

    /// Always `***`.
    public var debugDescription: String { "***" }

    /// Nothing for `dump` to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
