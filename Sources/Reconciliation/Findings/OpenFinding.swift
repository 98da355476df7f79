/// Where a finding stands in its life.
public enum FindingStatus: String, CaseIterable, Sendable, Codable {
    /// Seen by the last run that examined its record.
    case open
    /// Tieout corrected it.
    case corrected
    /// Its record was examined again and the difference was gone.
    case gone
    /// A person accepted it, with a reason and an end date.
    case accepted
}

/// A person's word that a finding may stay as it is.
public struct Acceptance: Hashable, Sendable, Codable {
    /// Who, by the name that the operating system knows.
    public var by: String
    /// Why.
    public var reason: String
    /// When it ends, and the finding is open again.
    public var until: Instant

    /// An acceptance of those facts.
    public init(by: String, reason: String, until: Instant) {
        self.by = by
        self.reason = reason
        self.until = until
    }
}

/// A finding with its life so far, as the ledger's own books of Tieout keep it.
public struct OpenFinding: Hashable, Sendable, Codable {
    /// What was found.
    public var finding: Finding
    /// Where it stands.
    public var status: FindingStatus
    /// When a run saw it first.
    public var firstSeen: Instant
    /// When a run saw it last.
    public var lastSeen: Instant
    /// The last acceptance there was; it counts while ``status`` is ``FindingStatus/accepted``.
    public var acceptance: Acceptance?
    /// What the run's plan says of it: the correction and why it was not posted, where there is one.
    public var planned: PlannedCorrection?

    /// A finding with that life.
    public init(
        finding: Finding,
        status: FindingStatus,
        firstSeen: Instant,
        lastSeen: Instant,
        acceptance: Acceptance? = nil,
        planned: PlannedCorrection? = nil
    ) {
        self.finding = finding
        self.status = status
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.acceptance = acceptance
        self.planned = planned
    }

    /// Whole days from first seen to `now`.
    public func ageInDays(at now: Instant) -> Int64 { max(0, now - firstSeen) / .day }
}
