import Failpoints
import Foundation
import PostgresLedger
import ReferenceApplication
import Synchronization
import TestSupport
import Testing

/// The webhook comes while its sale is being granted: each of its two statements at every step of the grant.
///
/// One run grants them all, over one connection and over several, and each sale's handler has an order of its own. With the guard no order grants twice.
/// Without it those do in which the handler's call is finished after Tieout's COMMIT: it waited for the balance, or came
/// later. The holds keep those away, since no grant is posted while a delivery may still come.
@Suite struct WebhookRaceTests {
    /// Between which steps a statement of the handler runs: just before the step is left.
    static let places: [Step] = [
        .granting, .sessionLocked, .claimed, .balanceLocked, .lookedAgain, .called, .effectChecked, .purchaseRecorded,
        .correctionRecorded, .committing, .committed,
    ]

    struct Order: Hashable {
        let credit: Int
        let record: Int
        let hasBalance: Bool

        static let all: [Order] = [true, false].flatMap { hasBalance in
            places.indices.flatMap { credit in
                (credit..<places.count).map { Order(credit: credit, record: $0, hasBalance: hasBalance) }
            }
        }

        /// Whether the call ends after the grant: it waits for the balance that the grant has locked, or where there was
        /// none to lock, for the one that the grant has made; or it comes when the grant is over.
        var endsAfterTheGrant: Bool {
            credit >= places.firstIndex(of: hasBalance ? .balanceLocked : .called) ?? 0
        }
    }

    @Test(arguments: [true, false], [1, 4])
    func everyOrderOfTheHandlerAndTheGrant(withGuard: Bool, connections: Int) async throws {
        let orders = Dictionary(uniqueKeysWithValues: Order.all.enumerated().map { ("race\($0)", $1) })
        let night = try await FaultNight(connections: connections) { shop in
            for (number, order) in Order.all.enumerated() {
                // Enough that were granted, so that a ledger where most look ungranted is not to blame.
                try shop.sell("done\(number)", to: order.hasBalance ? number : 1_000 + number, .done)
                try shop.sell("race\(number)", to: number, .lost)
            }
        }
        if withGuard {
            try night.database.connect().execute(
                script: """
                    CREATE UNIQUE INDEX credit_transactions_tieout_guard ON public.credit_transactions (reference_id)
                    WHERE type = 'purchase' AND amount > 0
                    """
            )
        }
        let race = try Race(night, orders: orders.map { ("cs_test_" + $0, $1) })
        let listener = try StepListener { race.arrive(at: $0) }
        let run = try night.program.with(listener.environment).start(night.arguments)
        _ = try run.ending(within: .seconds(600))
        withExtendedLifetime(listener) {}

        let audit = try GrantAudit(of: night.database)
        #expect(audit.brokenChains == [])
        let grants = audit.grants
        let twice = orders.filter { grants["cs_test_" + $0.key] == 2 }.map(\.value)
        let expected = withGuard ? [] : Order.all.filter(\.endsAfterTheGrant)
        #expect(Set(twice) == Set(expected))
        #expect(orders.keys.filter { ![1, 2].contains(grants["cs_test_" + $0]) } == [])
        #expect(race.races == orders.count)
        Figures.add(
            orders.count,
            withGuard ? "orders with the guard, none granted twice" : "orders without it, as predicted",
            row: 11,
            test: "WebhookRaceTests.everyOrderOfTheHandlerAndTheGrant"
        )
    }
}

/// Lets each sale's handler do its two statements at their places in the sale's grant.
private final class Race: Sendable {
    private struct Runner {
        let handler: LateHandler
        var statements: [(place: Step, statement: LateHandler.Statement)]
    }

    private struct State {
        var waiting: [String: WebhookRaceTests.Order]
        /// The handlers of the sales whose grants are under way.
        var runners: [String: Runner] = [:]
        var races = 0
    }

    private let purchases: [String: Purchase]
    private let database: TestDatabase
    private let state: Mutex<State>

    init(_ night: FaultNight, orders: [(String, WebhookRaceTests.Order)]) throws {
        (purchases, database) = (night.purchases, night.database)
        state = Mutex(State(waiting: Dictionary(uniqueKeysWithValues: orders)))
    }

    /// How many sales had their race.
    var races: Int { state.withLock { $0.races } }

    func arrive(at arrival: Arrival) {
        if arrival.step == .granting { begin(arrival.object) }
        act(arrival.object) { $0 == arrival.step }
        if arrival.step == .settled { finish(arrival.object) }
    }

    /// Does what is left of a sale's handler: its grant was given up before it came to the place.
    private func finish(_ sale: String) {
        act(sale) { _ in true }
        state.withLock { $0.runners.removeValue(forKey: sale)?.handler.finish() }
    }

    private func begin(_ sale: String) {
        state.withLock { state in
            guard let order = state.waiting.removeValue(forKey: sale), let purchase = purchases[sale],
                let handler = try? LateHandler(purchase, in: database)
            else { return }
            let places = WebhookRaceTests.places
            state.races += 1
            state.runners[sale] = Runner(
                handler: handler,
                statements: [(places[order.credit], .credit), (places[order.record], .record)]
            )
        }
    }

    private func act(_ sale: String, where isThePlace: (Step) -> Bool) {
        state.withLock { state in
            while let next = state.runners[sale]?.statements.first, isThePlace(next.place) {
                state.runners[sale]?.statements.removeFirst()
                state.runners[sale]?.handler.begin(next.statement)
            }
        }
    }
}
