/// How fast one limit of Stripe's lets requests through now: a value without a clock of its own.
///
/// Requests are spaced evenly rather than sent in bursts, because Stripe counts by the second and a burst that straddles
/// two of them would be refused. Moments at which nobody was there to ask can be caught up, but only a few: a token bucket
/// that holds one request and a small credit. So no second sees more than the rate and that credit, and no longer time more
/// than the rate. A refusal takes a quarter off at once, and the credit with it; what was lost comes back by a fixed amount
/// a second, up to what is configured and never above: falling fast and rising slowly is what lets several clients of one
/// account settle beside each other.
struct Pace {
    /// How much of the configured rate comes back each second after a refusal.
    private static let recovery = 0.02
    /// Refusals within a second are one: those requests were under way together.
    private static let reaction = Duration.seconds(1)
    /// What is assumed of a limit that is not configured, once it shows.
    private static let assumedRate = 25
    /// How many missed moments can be caught up: what a busy machine oversleeps, far from the second's worth that Stripe's
    /// own buckets hold.
    static let credit = 4
    /// How many answers without a refusal let one request more be under way.
    private static let answersPerRequestMore = 100

    /// The most requests a second; nil for no limit.
    let configuredRate: Int?
    /// The most requests at once.
    let configuredConcurrency: Int

    private(set) var rate: Double?
    private(set) var concurrency: Int
    private(set) var underWay = 0
    /// Moments ahead that are given away, in order. They are kept because a request may be given one that lies behind a gap:
    /// an endpoint with a queue must not make the others wait.
    private var taken: [Duration] = []
    /// When the next request is due if they are evenly spaced, after all that have been sent.
    private var due = Duration.zero
    private var settledAt = Duration.zero
    private var loweredAt: Duration?
    private var narrowedAt: Duration?
    private var answers = 0
    private(set) var heldUntil = Duration.zero

    init(rate: Int?, concurrency: Int) {
        configuredRate = rate
        configuredConcurrency = max(1, concurrency)
        self.rate = rate.map { Double(max(1, $0)) }
        self.concurrency = configuredConcurrency
    }

    /// Whether one request more may be under way.
    var hasRoom: Bool { underWay < concurrency }

    /// The first moment from `earliest` on that leaves all that are given away as they are.
    func moment(from earliest: Duration) -> Duration {
        guard let spacing else { return earliest }
        var moment = earliest
        while let later = obstacle(to: moment, spacing) { moment = later }
        return moment
    }

    private var spacing: Duration? { rate.map { .seconds(1) / $0 } }

    /// How much earlier than evenly spaced a request may be.
    private func lead(_ spacing: Duration) -> Duration { isAtFullRate ? spacing * Self.credit : .zero }

    private var isAtFullRate: Bool { loweredAt == nil || rate == configuredRate.map(Double.init) }

    /// The moment to try next when a request at this one comes too early, or makes one behind it too early.
    private func obstacle(to moment: Duration, _ spacing: Duration) -> Duration? {
        let lead = lead(spacing)
        var due = due
        var isPlaced = false
        for slot in taken {
            if !isPlaced, slot > moment {
                if moment < due - lead { return due - lead }
                due = max(due, moment) + spacing
                isPlaced = true
            }
            if isPlaced, slot < due - lead { return slot }
            due = max(due, slot) + spacing
        }
        return !isPlaced && moment < due - lead ? due - lead : nil
    }

    /// A request will be sent at that moment.
    mutating func reserve(_ moment: Duration, at now: Duration) {
        recover(at: now)
        underWay += 1
        guard let spacing else { return }
        while let sent = taken.first, sent <= now {
            due = max(due, sent) + spacing
            taken.removeFirst()
        }
        taken.insert(moment, at: taken.firstIndex { $0 > moment } ?? taken.count)
    }

    /// A request has been answered, or given up.
    mutating func leave() {
        underWay -= 1
        guard concurrency < configuredConcurrency else { return }
        answers += 1
        guard answers >= Self.answersPerRequestMore else { return }
        answers = 0
        concurrency += 1
    }

    /// Nothing is to be sent before that moment.
    mutating func hold(until moment: Duration) { heldUntil = max(heldUntil, moment) }

    /// There were too many requests a second.
    mutating func slowDown(at now: Duration) {
        recover(at: now)
        if let loweredAt, now - loweredAt < Self.reaction { return }
        loweredAt = now
        settledAt = now
        rate = max(1, (rate ?? Double(Self.assumedRate)) * 0.75)
    }

    /// There were too many requests at once.
    mutating func narrow(at now: Duration) {
        answers = 0
        if let narrowedAt, now - narrowedAt < Self.reaction { return }
        narrowedAt = now
        concurrency = max(1, min(concurrency, underWay) / 2)
    }

    private mutating func recover(at now: Duration) {
        guard loweredAt != nil, let rate, now > settledAt else { return }
        let faster = rate + (now - settledAt) / .seconds(1) * Self.recovery * Double(configuredRate ?? Self.assumedRate)
        settledAt = now
        self.rate = configuredRate.map { min(faster, Double(max(1, $0))) } ?? faster
    }
}
