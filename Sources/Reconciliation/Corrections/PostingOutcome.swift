/// What became of one correction.
public enum PostingOutcome: Hashable, Sendable, Codable {
    /// It was posted; of a grant, with the balances before and after.
    case posted(balanceBefore: Int64?, balanceAfter: Int64?)
    /// The ledger shows it already, so nothing was done.
    case alreadyPosted
    /// The ledger no longer says what the plan saw, so nothing was done.
    case changed(String)
    /// It failed and was rolled back whole.
    case failed(String)

    /// Whether it was posted.
    public var isPosted: Bool {
        if case .posted = self { return true }
        return false
    }

    /// Whether it failed.
    public var isFailure: Bool {
        if case .failed = self { return true }
        return false
    }
}

/// What a take-back came to.
public struct TakenBack: Hashable, Sendable, Codable {
    /// Credits that were taken.
    public var credits: Int64
    /// Credits that were due and could not be taken, because the buyer has spent them.
    public var uncollectable: Int64

    /// A take-back of so many, with such a rest.
    public init(credits: Int64, uncollectable: Int64) {
        self.credits = credits
        self.uncollectable = uncollectable
    }
}

/// A correction and what became of it.
public struct PostedCorrection: Hashable, Sendable, Codable {
    /// What was to be done.
    public var correction: Correction
    /// What became of it.
    public var outcome: PostingOutcome
    /// When, by the database's clock.
    public var postedAt: Instant
    /// What protects it against a late webhook; nil for what moves no credits.
    public var protection: Protection?
    /// What was taken back, of a correction that did.
    public var takenBack: TakenBack?

    /// A correction with that outcome.
    public init(
        correction: Correction,
        outcome: PostingOutcome,
        postedAt: Instant,
        protection: Protection? = nil,
        takenBack: TakenBack? = nil
    ) {
        self.correction = correction
        self.outcome = outcome
        self.postedAt = postedAt
        self.protection = protection
        self.takenBack = takenBack
    }
}
