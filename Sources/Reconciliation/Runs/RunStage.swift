/// A stage of a run, with how long it took.
public struct RunStage: Hashable, Sendable, Codable {
    /// Its name: `collect`, `match and find`, `post`, …
    public let name: String
    /// When it began.
    public let beganAt: Instant
    /// How long it took, by a clock that nobody sets.
    public let milliseconds: Int64

    /// A stage of those figures.
    public init(name: String, beganAt: Instant, milliseconds: Int64) {
        (self.name, self.beganAt, self.milliseconds) = (name, beganAt, milliseconds)
    }
}
