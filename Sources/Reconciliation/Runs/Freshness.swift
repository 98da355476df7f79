/// Whether runs come as they should, as a monitor asks.
///
/// It looks at runs that follow one another: nightly ones, and the very first. One over a period of somebody's choice says
/// nothing of the schedule.
public struct Freshness: Hashable, Sendable {
    /// What a monitor is told.
    public enum State: String, CaseIterable, Sendable {
        /// The last run ended well, and not too long ago.
        case fresh
        /// No run has ended well for too long.
        case tooOld = "too_old"
        /// The last run did not end well, although the one that did is not too old.
        case lastFailed = "last_failed"
        /// No run has ever ended well.
        case none
    }

    /// A run that ended.
    public struct Ended: Hashable, Sendable {
        /// Its name.
        public var run: String
        /// How it ended.
        public var status: RunStatus
        /// Whether it did what it is scheduled for: what waits for a person is no fault of the schedule, and one that could
        /// tell nobody of it is none that did.
        public var isGood: Bool
        /// When.
        public var at: Instant

        /// A run that ended so.
        public init(run: String, status: RunStatus, isGood: Bool, at: Instant) {
            (self.run, self.status, self.isGood, self.at) = (run, status, isGood, at)
        }
    }

    /// The newest run that did what it is scheduled for; nil before the first.
    public var lastGood: Ended?
    /// The newest run that ended; nil before the first.
    public var last: Ended?

    /// The freshness that those runs make.
    public init(lastGood: Ended?, last: Ended?) { (self.lastGood, self.last) = (lastGood, last) }

    /// How long ago the last good run ended, in seconds; nil before the first.
    public func age(at now: Instant) -> Int64? { lastGood.map { max(0, now - $0.at) } }

    /// What a monitor is told.
    ///
    /// - Parameter maxAge: how old the last good run may be, in seconds.
    public func state(at now: Instant, maxAge: Int64) -> State {
        guard let age = age(at: now) else { return .none }
        guard age <= maxAge else { return .tooOld }
        return last?.isGood ?? true ? .fresh : .lastFailed
    }
}
