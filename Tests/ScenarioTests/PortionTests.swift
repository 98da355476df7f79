import PostgresLedger
import Reconciliation
import ScaleWorld
import Synchronization
import TestSupport
import Testing

/// A bad night has more findings than memory should hold: they are written down and read again in portions, and nothing is
/// lost or told twice on the way.
@Suite struct PortionTests {
    private static let run = RunID("20261015T000000Z-portions-0001")!
    private static let noon = Instant(secondsSinceEpoch: 1_792_065_600)
    private let database: TestDatabase
    private let ledger: PostgresLedger

    init() async throws {
        database = try await TestDatabase.make()
        ledger = try await database.ledger(mapping: ScaleWorld.mapping)
        try await ScaleWorld(rows: 16_000).enter(ledger)
    }

    @Test func whatIsWrittenDownIsWhatIsFound() async throws {
        let all = try await ledger.find(run: Self.run, period: ScaleWorld.period)
        let found = try await ledger.findAndStore(run: Self.run, period: ScaleWorld.period, seenAt: Self.noon)
        #expect(all.count > 1_000, "few portions prove little")
        #expect(found.count == all.count)
        #expect(found.correctable == all.filter { $0.kind.action != nil })

        let read = Mutex<[OpenFinding]>([])
        try await ledger.forEachFinding(of: Self.run) { finding in read.withLock { $0.append(finding) } }
        let stored = read.withLock { $0 }
        #expect(stored.count == all.count)
        #expect(Set(stored.map(\.finding)) == Set(all))
        #expect(stored.allSatisfy { $0.status == .open && $0.firstSeen == Self.noon && $0.lastSeen == Self.noon })
        let oldestFirst = stored.sorted { left, right in
            let key = { (found: OpenFinding) in
                (found.finding.occurredAt?.secondsSinceEpoch ?? .max, found.finding.fingerprint)
            }
            return key(left) < key(right)
        }
        #expect(stored.map(\.finding.occurredAt) == oldestFirst.map(\.finding.occurredAt))
        let largest = try database.connect().query(
            """
            SELECT max(portion.findings) AS findings
            FROM (SELECT count(*) AS findings FROM tieout.finding GROUP BY xmin::text) AS portion
            """
        )
        #expect(try largest[0].integer("findings") == 250)
    }

    /// They are written down while the rules are still being asked: when the last rule fails, what was found before it stands.
    @Test func nothingWaitsForTheLastRule() async throws {
        let beyondCounting = "UPDATE public.platform_credits SET current_balance = -9e18, credit_ratio = 1e-30"
        try database.connect().execute(script: beyondCounting)
        await #expect(throws: PostgresError.self) {
            try await ledger.findAndStore(run: Self.run, period: ScaleWorld.period, seenAt: Self.noon)
        }
        let count = try database.connect().query("SELECT count(*) AS findings FROM tieout.finding")
        #expect(try count[0].integer("findings") >= 1_000)
    }

    /// What was there in the first look and not in the second is gone, or corrected where the run corrected it.
    @Test func theSecondLookClosesWhatItDoesNotSee() async throws {
        let first = try await ledger.findAndStore(run: Self.run, period: ScaleWorld.period, seenAt: Self.noon)
        let stale = try #require(first.correctable.first { $0.kind == .missingPaymentLog }?.stripeID)
        let payment = try #require(first.correctable.first { $0.kind == .paymentStatusMismatch }?.stripeID)
        try database.connect().execute(
            script: """
                INSERT INTO public.payment_logs (id, stripe_payment_intent_id, amount, currency, status, created_at)
                VALUES (gen_random_uuid(), '\(stale)', 1, 'USD', 'succeeded', now());
                UPDATE public.payment_logs SET status = 'succeeded' WHERE stripe_payment_intent_id = '\(payment)';
                INSERT INTO tieout.correction (stripe_id, action, fingerprint, run_id, posted_at)
                VALUES ('\(stale)', 'record_payment', 'missing_payment_log:\(stale)', '\(Self.run)', now());
                """
        )
        let second = try await ledger.findAndStore(run: Self.run, period: ScaleWorld.period, seenAt: Self.noon + 1)
        #expect(second.count == first.count - 2)
        try await ledger.closeNotSeenAgain(run: Self.run, secondLook: Self.noon + 1)
        var closed: [String: FindingStatus] = [:]
        for id in [stale, payment] {
            for found in try await ledger.findings(naming: id) { closed[found.finding.fingerprint] = found.status }
        }
        #expect(
            closed == ["missing_payment_log:\(stale)": .corrected, "payment_status_mismatch:\(payment)": .gone]
        )
        let open = try database.connect().query("SELECT count(*) AS findings FROM tieout.finding WHERE status = 'open'")
        #expect(try open[0].integer("findings") == Int64(second.count))
    }
}
