import Foundation
import PostgresLedger
import Reconciliation
import ReferenceApplication
import StripeSimulator
import Synchronization
import TestSupport
import Testing

/// Stripe delivers an event again and again for three days, and nights come in between, by a virtual clock; some deliveries
/// come while a night posts, as fast as both can. With the guard no sale is granted twice, whatever a person resends
/// later; without it the holds keep grants and deliveries apart.
@Suite struct WebhookRetryTests {
    static let worlds: [(seed: UInt64, withGuard: Bool)] = Long.seeds(of: Long.isOn ? 20 : 1).flatMap { seed in
        [true, false].map { (seed, $0) }
    }
    private static let sales = Long.isOn ? 250 : 60

    @Test(arguments: worlds) func everySaleIsGrantedOnce(seed: UInt64, withGuard: Bool) async throws {
        let story = Comment(rawValue: "seed \(seed), \(withGuard ? "with" : "without") the guard")
        var random = SplitMix64(seed: seed)
        let books = try await Books.open()
        try GrantAudit.install(books.database.connect())
        if withGuard { try await books.database.makeGuard() }
        let shop = try RetryingStripe(books, sales: Self.sales, resends: withGuard, using: &random)

        // Nights until after the last hold is over; the first comes soon after the sales.
        var now = Books.noon + 2 * .hour
        while now < Books.noon + 6 * .day {
            try shop.deliver(until: now)
            let race = shop.race(within: Int64.random(in: 0...8, using: &random) * .hour, of: now)
            _ = try await books.night(
                applies: true,
                at: Instant(secondsSinceEpoch: now),
                guarded: withGuard
            )
            try race.finish()
            now += Int64.random(in: 8...20, using: &random) * .hour
        }
        try shop.deliver(until: .max)

        let audit = try GrantAudit(of: books.database)
        let grants = audit.grants
        #expect(Set(grants.keys) == Set(shop.sessions), story)
        #expect(grants.filter { $0.value != 1 } == [:], story)
        #expect(audit.brokenChains == [], story)
        #expect(shop.refusals.isEmpty == !withGuard, "the guard is what refuses late deliveries; \(story)")
        Figures.add(
            Self.sales,
            withGuard
                ? "random deliveries and nights with the guard, none granted twice"
                : "random deliveries and nights without it, none granted twice",
            row: 11,
            test: "WebhookRetryTests.everySaleIsGrantedOnce"
        )
    }
}

/// What happens to each sale's event at Stripe, and the handler's deeds, which its ledger shows.
private final class RetryingStripe: Sendable {
    /// What becomes of a delivery.
    enum End: Sendable {
        /// Nobody answers; nothing was done.
        case unanswered
        /// The handler credits and crashes before it answers.
        case crashed
        /// The handler cannot credit, writes that down, and answers.
        case failed
        /// The handler does all of it.
        case handled
    }

    struct Attempt: Sendable {
        let at: Int64
        let sale: Int
        let end: End
        /// Of a person, who does not look whether it was answered.
        var isResend = false
    }

    private struct State {
        var pending: [Attempt]
        var answered: Set<Int> = []
        var refusals: [String] = []
    }

    let sessions: [String]
    private let purchases: [Purchase]
    private let events: [String]
    private let books: Books
    private let state: Mutex<State>

    init(_ books: Books, sales count: Int, resends: Bool, using random: inout SplitMix64) throws {
        self.books = books
        var (sessions, purchases, events): ([String], [Purchase], [String]) = ([], [], [])
        var attempts: [Attempt] = []
        for number in 0..<count {
            let paidAt = Books.noon + Int64.random(in: 0...3_600, using: &random)
            let sale = try books.sell(
                "\(number)",
                to: Bool.random(using: &random) ? Books.anna : Books.boris,
                at: paidAt,
                entries: .ungranted
            )
            let session = books.stripe { $0.checkoutSessions[sale.session] }
            guard let purchase = Purchase(session) else { throw CancellationError() }
            sessions.append(sale.session)
            purchases.append(purchase)
            events.append(sale.events[2])
            attempts += Self.schedule(of: number, from: paidAt + 65, resends: resends, using: &random)
        }
        (self.sessions, self.purchases, self.events) = (sessions, purchases, events)
        state = Mutex(State(pending: attempts.sorted { $0.at < $1.at }))
        for event in events { books.stripe { $0.events[event].pendingWebhooks = 1 } }
    }

    /// Stripe's retries: soon, then ever later, the last within three days; the first that is answered ends them.
    private static func schedule(
        of sale: Int,
        from paidAt: Int64,
        resends: Bool,
        using random: inout SplitMix64
    ) -> [Attempt] {
        let delays: [Int64] =
            [0, 300, 1_800, 2 * .hour, 5 * .hour, 10 * .hour] + (1...5).map { (10 + 12 * $0) * .hour }
        var attempts = delays.map { delay in
            let end: End =
                switch Int.random(in: 0..<100, using: &random) {
                case ..<82: .unanswered
                // Without the guard a handler that crashes and is called again grants twice by itself.
                case ..<86 where resends: .crashed
                case ..<89: .failed
                default: .handled
                }
            return Attempt(at: paidAt + delay + Int64.random(in: 0...60, using: &random), sale: sale, end: end)
        }
        if resends {
            let delay = Int64.random(in: 0...10, using: &random) * .day
            attempts.append(Attempt(at: paidAt + delay, sale: sale, end: .handled, isResend: true))
        }
        return attempts
    }

    /// What the database refused of the handler's calls.
    var refusals: [String] { state.withLock { $0.refusals } }

    /// Makes the deliveries up to a moment, one after the other.
    func deliver(until moment: Int64) throws {
        let application = try ReferenceApplication(books.database.connect())
        for attempt in take(until: moment) { make(attempt, application) }
    }

    /// Makes the next deliveries in a random order while a night posts: from its first correction on.
    func race(within span: Int64, of now: Int64) -> Race {
        Race(of: take(until: now + span), by: self, in: books.database)
    }

    private func take(until moment: Int64) -> [Attempt] {
        state.withLock { state in
            let due = state.pending.prefix { $0.at <= moment }
            state.pending.removeFirst(due.count)
            return Array(due)
        }
    }

    fileprivate func make(_ attempt: Attempt, _ application: ReferenceApplication) {
        let (sale, purchase) = (attempt.sale, purchases[attempt.sale])
        guard attempt.isResend || !state.withLock({ $0.answered.contains(sale) }) else { return }
        switch attempt.end {
        case .unanswered: return
        case .crashed: _ = try? application.credit(purchase)
        case .failed:
            _ = try? application.recordPurchase(purchase, error: "connection reset")
            answer(sale)
        case .handled:
            do throws(PostgresError) {
                try application.credit(purchase)
                _ = try? application.recordPurchase(purchase)
            } catch {
                // As it does: what it could not credit is logged as failed, and answered all the same.
                _ = try? application.recordPurchase(purchase, error: error.description)
                state.withLock { $0.refusals.append(purchase.session) }
            }
            answer(sale)
        }
    }

    private func answer(_ sale: Int) {
        let event = events[sale]
        state.withLock { _ = $0.answered.insert(sale) }
        books.stripe { $0.events[event].pendingWebhooks = 0 }
    }

    /// Deliveries on a thread of their own.
    final class Race: Sendable {
        private let isNightOver = Mutex(false)
        private let isDone = DispatchSemaphore(value: 0)

        init(of attempts: [Attempt], by stripe: RetryingStripe, in database: TestDatabase) {
            Thread.detachNewThread { [self] in
                #expect(throws: Never.self) { try perform(attempts, by: stripe, in: database) }
                isDone.signal()
            }
        }

        private func perform(_ attempts: [Attempt], by stripe: RetryingStripe, in database: TestDatabase) throws {
            let (observer, handler) = (try database.connect(), try ReferenceApplication(database.connect()))
            let corrections: Statement = "SELECT count(*) AS n FROM tieout.correction"
            let before = try observer.query(corrections)[0].integer("n")
            while !isNightOver.withLock({ $0 }), try observer.query(corrections)[0].integer("n") == before {}
            for attempt in attempts.shuffled() { stripe.make(attempt, handler) }
        }

        /// Waits for the last of them, once the night is over.
        func finish() throws {
            isNightOver.withLock { $0 = true }
            guard isDone.wait(timeout: .now() + 100) == .success else { throw CancellationError() }
        }
    }
}
