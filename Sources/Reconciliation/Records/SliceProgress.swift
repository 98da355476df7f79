/// How far a part of a list has been read: what is stored with its records, so that a killed run goes on from there.
public struct SliceProgress: Hashable, Sendable {
    /// Its number within the run.
    public let number: Int
    /// The kind that is listed.
    public let kind: RecordKind
    /// The span of `created`, half-open.
    public let created: Range<Instant>
    /// The id of the last record that was read; nil at the beginning.
    public let cursorID: String?
    /// The last record's `created`.
    public let cursorCreated: Instant?
    /// Whether all of it has been read.
    public let isComplete: Bool

    /// Progress of those values.
    public init(
        number: Int,
        kind: RecordKind,
        created: Range<Instant>,
        cursorID: String?,
        cursorCreated: Instant?,
        isComplete: Bool
    ) {
        self.number = number
        self.kind = kind
        self.created = created
        self.cursorID = cursorID
        self.cursorCreated = cursorCreated
        self.isComplete = isComplete
    }
}
