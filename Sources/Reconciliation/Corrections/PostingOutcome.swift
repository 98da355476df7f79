/// What became of one correction.
public enum PostingOutcome: Hashable, Sendable {
    /// It was posted; of a grant, with the balances before and after.
    case posted(balanceBefore: Int64?, balanceAfter: Int64?)
    /// The ledger shows it already, so nothing was done.
    case alreadyPosted
    /// The ledger no longer says what the plan saw, so nothing was done.
    case changed(String)
    /// It failed and was rolled back whole.
    case failed(String)
}

/// A correction and what became of it.
public struct PostedCorrection: Hashable, Sendable {
    /// What was to be done.
    public var correction: Correction
    /// What became of it.
    public var outcome: PostingOutcome
    /// When, by the database's clock.
    public var postedAt: Instant
    /// What protects it against a late webhook; nil for what moves no credits.
    public var protection: Protection?

    /// A correction with that outcome.
    public init(correction: Correction, outcome: PostingOutcome, postedAt: Instant, protection: Protection? = nil) {
        self.correction = correction
        self.outcome = outcome
        self.postedAt = postedAt
        self.protection = protection
    }
}
