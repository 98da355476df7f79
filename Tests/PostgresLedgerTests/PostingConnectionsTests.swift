import PostgresLedger
import Reconciliation
import Synchronization
import TestSupport
import Testing

/// Grants over several connections at once: each once, a buyer's in their order, whatever becomes of a connection.
@Suite struct PostingConnectionsTests {
    private let bench: PostingBench
    private let buyers = [Books.anna, Books.boris, Self.clara, Self.dora]
    private static let clara = "c0000000-0000-4000-8000-00000000000c"
    private static let dora = "d0000000-0000-4000-8000-00000000000d"

    init() async throws {
        bench = try await PostingBench.make()
        for buyer in [Self.clara, Self.dora] {
            try bench.books.sql("INSERT INTO auth.users (id) VALUES ($1)", [.uuid(buyer)])
        }
    }

    /// So many grants to each of the buyers, in turn, under sessions that are numbered.
    private func plan(_ each: Int) throws -> [PlannedCorrection] {
        try (0..<each * buyers.count).map { number in
            PlannedCorrection(
                correction: try bench.grant("cs_test_\(1_000 + number)", to: buyers[number % buyers.count]),
                decision: .allowed,
                protection: .ledgerGuard
            )
        }
    }

    private func journal(of plan: [PlannedCorrection]) -> [String] {
        plan.map { "\($0.correction.userID ?? "") 50 \($0.correction.stripeID)" }
    }

    private func post(
        _ plan: [PlannedCorrection],
        over connections: PostingConnections,
        mayGoOn: () throws -> Void = {}
    ) async throws -> [PostedCorrection] {
        try await connections.post(plan, context: bench.context, mostFailuresInARow: 5, mayGoOn: mayGoOn)
    }

    @Test(arguments: [1, 2, 4]) func eachIsPostedOnceAndABuyersInTheirOrder(most: Int) async throws {
        let plan = try plan(25)
        let connections = await PostingConnections(of: bench.ledger, most: most, for: plan)
        #expect(connections.count == most)
        #expect(connections.refusal == nil)
        let posted = try await post(plan, over: connections)
        #expect(posted.map(\.correction) == plan.map(\.correction), "told in the order of the plan")
        #expect(posted.allSatisfy { $0.protection == .ledgerGuard })
        let outcomes = (0..<100).map { number -> PostingOutcome in
            let before = Int64(number / 4) * 50
            return .posted(balanceBefore: before, balanceAfter: before + 50)
        }
        #expect(posted.map(\.outcome) == outcomes)
        #expect(try bench.journal() == journal(of: plan))
        let again = try await post(plan, over: connections)
        #expect(again.map(\.outcome.name) == Array(repeating: "already posted", count: 100))
    }

    @Test func forEachBuyerOneConnectionIsEnough() async throws {
        let plan = try plan(3).filter { $0.correction.userID != Self.clara }
        let three = await PostingConnections(of: bench.ledger, most: 8, for: plan)
        #expect(three.count == 3)
        let none = await PostingConnections(of: bench.ledger, most: 8, for: [])
        #expect(none.count == 1)
    }

    /// Somebody holds a buyer's balance: that buyer's grants wait, and the others' do not.
    @Test func aBuyerWhoIsWaitedForHoldsNobodyUp() async throws {
        let plan = try plan(10)
        let alone = await PostingConnections(of: bench.ledger, most: 1, for: plan)
        let first = try await post(Array(plan.prefix(4)), over: alone)
        #expect(first.map(\.outcome.name) == ["posted", "posted", "posted", "posted"])
        let (holder, observer) = (try bench.books.database.connect(), try bench.books.database.connect())
        try holder.execute(script: "BEGIN")
        try holder.query("SELECT FROM public.user_credits WHERE user_id = $1 FOR UPDATE", [.uuid(Books.anna)])
        async let posting = post(plan, over: PostingConnections(of: bench.ledger, most: 4, for: plan))
        let others: Statement = "SELECT count(*) AS n FROM public.credit_transactions WHERE user_id <> $1"
        let deadline = ContinuousClock.now + .seconds(60)
        while try observer.query(others, [.uuid(Books.anna)])[0].integer("n") < 30, ContinuousClock.now < deadline {}
        #expect(try observer.query(others, [.uuid(Books.anna)])[0].integer("n") == 30)
        let own: Statement = "SELECT FROM public.credit_transactions WHERE user_id = $1"
        #expect(try observer.query(own, [.uuid(Books.anna)]).count == 1)
        try holder.execute(script: "COMMIT")
        let posted = try await posting
        #expect(posted.filter(\.outcome.isPosted).count == 36)
        #expect(try bench.journal() == journal(of: plan))
    }

    @Test func aBadPurchaseUndoesNoOther() async throws {
        try bench.replaceFunction(
            "IF p_reference_id LIKE '%7' THEN RAISE EXCEPTION 'no'; END IF; \(PostingBench.soundGrant)"
        )
        let plan = try plan(10)
        let posted = try await post(plan, over: PostingConnections(of: bench.ledger, most: 4, for: plan))
        let sound = plan.filter { !$0.correction.stripeID.hasSuffix("7") }
        #expect(posted.filter(\.outcome.isFailure).map(\.correction.stripeID.last) == ["7", "7", "7", "7"])
        #expect(try bench.journal() == journal(of: sound))
    }

    /// The ledger is to blame: as many are tried as over one connection.
    @Test(arguments: [1, 4]) func postingStopsAfterSoManyFailuresInARow(most: Int) async throws {
        try bench.replaceFunction("RAISE EXCEPTION 'no';")
        let plan = try plan(10)
        let posted = try await post(plan, over: PostingConnections(of: bench.ledger, most: most, for: plan))
        #expect(posted.map(\.outcome.isFailure) == [true, true, true, true, true])
        #expect(try bench.journal() == [])
    }

    /// What is under way is finished, and nothing more is begun.
    @Test func whoMayNotGoOnStopsAfterWhatIsUnderWay() async throws {
        let plan = try plan(10)
        let connections = await PostingConnections(of: bench.ledger, most: 4, for: plan)
        var asked = 0
        await #expect(throws: CancellationError.self) {
            try await post(plan, over: connections) {
                asked += 1
                if asked > 10 { throw CancellationError() }
            }
        }
        let granted = try bench.journal()
        #expect((7...10).contains(granted.count), "\(granted.count) of ten that were begun")
        await connections.close()
        #expect(try bench.books.usersWhoseBalanceIsNotTheSumOfTheirMovements() == [])
    }

    @Test func withoutTheLeaseNoneOfThemWrites() async throws {
        let answer = try await RunLease.take(
            for: bench.context.run,
            on: bench.books.database.settings,
            patience: .seconds(60)
        )
        guard case .taken(let lease) = answer else { return #expect(Bool(false), "\(answer)") }
        await bench.ledger.obey(lease)
        let plan = try plan(10)
        let connections = await PostingConnections(of: bench.ledger, most: 4, for: plan)
        let posted = try await post(Array(plan.prefix(4)), over: connections)
        #expect(posted.map(\.outcome.name) == ["posted", "posted", "posted", "posted"])
        let before = try bench.content()
        try bench.books.sql("UPDATE tieout.lease SET fencing = fencing + 1")
        await #expect(throws: PostgresError.leaseLost) { try await post(plan, over: connections) }
        #expect(try bench.content() == before)
        await lease.release()
    }

    /// The server has no room for all of them: those that there are post everything.
    @Test func goesOnWithFewerWhereTheServerRefusesSome() async throws {
        let role = try Role(connections: 2, in: bench.books.database)
        let ledger = try await role.ledger()
        let plan = try plan(5)
        let connections = await PostingConnections(of: ledger, most: 4, for: plan)
        #expect(connections.count == 2)
        #expect(connections.refusal?.description.contains("too many connections") == true)
        let posted = try await post(plan, over: connections)
        #expect(posted.filter { !$0.outcome.isPosted } == [])
        #expect(try bench.journal() == journal(of: plan))
    }

    /// A connection breaks and cannot be made again: the others take over what was under way over it, and the run's own
    /// is made again in the end.
    @Test(arguments: 0..<4) func whatWasUnderWayOverALostConnectionIsTakenOver(lost: Int) async throws {
        let role = try Role(connections: 4, in: bench.books.database)
        let ledger = try await role.ledger()
        let plan = try plan(20)
        let connections = await PostingConnections(of: ledger, most: 4, for: plan)
        #expect(connections.count == 4)
        var asked = 0
        let posted = try await post(plan, over: connections) {
            asked += 1
            if asked == 20 { try role.end(session: lost, leavingRoomFor: 3) }
            if asked == 70 { try role.leaveRoom(for: 4) }
        }
        #expect(posted.map(\.correction) == plan.map(\.correction))
        #expect(posted.filter { !$0.outcome.isPosted } == [])
        #expect(try bench.journal() == journal(of: plan))
        #expect(await !ledger.needsConnection)
    }
}

/// A role of the test's own that may have so many sessions.
private final class Role: Sendable {
    private let name: String
    private let database: TestDatabase
    private let settings: ConnectionSettings

    init(connections: Int, in database: TestDatabase) throws {
        self.database = database
        name = "of_" + database.name
        settings = try database.settings(as: name)
        try database.connect().execute(
            script: """
                CREATE ROLE \(name) LOGIN BYPASSRLS IN ROLE pg_read_all_data, pg_write_all_data;
                GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO \(name);
                """
        )
        try leaveRoom(for: connections)
    }

    deinit {
        try? database.connect().execute(
            script: """
                DO $$ BEGIN
                    PERFORM pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = '\(name)';
                    DROP OWNED BY \(name);
                    DROP ROLE \(name);
                END $$
                """
        )
    }

    func ledger() async throws -> PostgresLedger {
        let ledger = PostgresLedger(settings)
        try await ledger.connect()
        return ledger
    }

    func leaveRoom(for connections: Int) throws {
        try database.connect().execute(script: "ALTER ROLE \(name) CONNECTION LIMIT \(connections)")
    }

    /// Ends one of its sessions, counted from the oldest, when there is no room for another one any more.
    func end(session number: Int, leavingRoomFor connections: Int) throws {
        try leaveRoom(for: connections)
        try database.connect().query(
            """
            SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = $1
            ORDER BY backend_start OFFSET $2 LIMIT 1
            """,
            [.text(name), .integer(Int64(number))]
        )
    }
}
