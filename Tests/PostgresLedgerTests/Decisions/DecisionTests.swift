import PostgresLedger
import Reconciliation
import TestSupport
import Testing

/// What approvers say of a plan is written down once, by somebody else than who planned it, of that very plan.
@Suite struct DecisionTests: DecidedPlans {
    let database: TestDatabase
    let ledger: PostgresLedger

    init() async throws {
        (database, ledger) = try await Self.make()
        try await plan(Self.run, by: "cron", hash: Self.hash)
    }

    @Test func whatWasApprovedAndDeclinedIsKept() async throws {
        try await ledger.record(decision(of: ["cs_test_B", "cs_test_A"], by: " Anna Weber "))
        try await ledger.record(decision(.declined, of: ["cs_test_C"], by: "Bert", because: "goodwill"))
        #expect(
            try await lines() == [
                "cs_test_A approved by Anna Weber: the customer was told",
                "cs_test_B approved by Anna Weber: the customer was told", "cs_test_C declined by Bert: goodwill",
            ]
        )
        let first = try #require(try await ledger.decisions(of: Self.run).first)
        #expect(first.planHash == Self.hash)
        #expect(first.correction.contains(#""credits": 12"#))
        let age = try await ledger.databaseNow() - first.decidedAt
        #expect((0...3_600).contains(age), "dated by the database")
    }

    /// Two rows of the books: one correction was posted after it was approved, one before.
    @Test func whatWasPostedSinceIsTold() async throws {
        let second = try #require(RunID("20261124T021500Z-nightly-0001"))
        try await plan(second, by: "cron", hash: "cd34")
        try await ledger.record(decision(of: ["cs_test_A", "cs_test_B", "cs_test_C"]))
        try await ledger.record(decision(.declined, of: ["cs_test_D"]))
        try await ledger.record(decision(.declined, of: ["cs_test_A"], in: second, hash: "cd34"))
        try database.connect().execute(
            script: """
                INSERT INTO tieout.correction (stripe_id, action, run_id, fingerprint, approved_by, posted_at)
                SELECT 'cs_test_' || sale, 'take_back:12:0', posting_run, 'refund_not_reversed:cs_test_' || sale, approver,
                    now() + delay
                FROM (VALUES
                    ('A', 'later', 'Anna Weber', interval '1 minute'), ('B', 'earlier', NULL, interval '-1 day'),
                    ('C', 'later', NULL, interval '2 minutes')
                ) AS posted (sale, posting_run, approver, delay);
                INSERT INTO tieout.correction (stripe_id, action, run_id, fingerprint, posted_at)
                VALUES ('cs_test_A', 'take_back:20:12', 'latest', 'refund_not_reversed:cs_test_A', now() + interval '3 minutes');
                """
        )
        #expect(
            try await lines() == [
                "cs_test_A approved by Anna Weber: the customer was told posted by later for Anna Weber",
                "cs_test_B approved by Anna Weber: the customer was told",
                "cs_test_C approved by Anna Weber: the customer was told posted by later for nobody",
                "cs_test_D declined by Anna Weber: the customer was told",
            ]
        )
        let unknown = try #require(RunID("20261125T021500Z-nightly-0002"))
        #expect(
            try await ledger.decisionTotals(of: [Self.run, second, unknown]) == [
                Self.run: DecisionTotals(approved: 3, declined: 1, posted: 2),
                second: DecisionTotals(approved: 0, declined: 1, posted: 0),
            ]
        )
    }

    /// One was posted after the plan was made, one before that and is found again.
    @Test func whatWasPostedIsNotDecidedAnyMore() async throws {
        try database.connect().execute(
            script: """
                INSERT INTO tieout.correction (stripe_id, action, run_id, fingerprint, approved_by, posted_at) VALUES
                    ('cs_test_A', 'take_back:12:0', 'later', 'refund_not_reversed:cs_test_A', 'Bert', now() - interval '1 hour'),
                    ('cs_test_B', 'take_back:12:0', 'earlier', 'refund_not_reversed:cs_test_B', NULL, now() - interval '1 day')
                """
        )
        for verdict in PlanDecision.Verdict.allCases {
            let refused = try await refusal(of: decision(verdict, of: ["cs_test_B", "cs_test_A"]))
            guard case .alreadyPosted(stripeID: "cs_test_A", in: "later", at: _) = refused else {
                Issue.record("\(String(describing: refused))")
                return
            }
        }
        #expect(try await refusal(of: decision(of: ["cs_test_B"])) == nil)
        let asked = ["cs_test_A", "cs_test_B", "cs_test_C"].map { ($0, "refund_not_reversed:\($0)") }
        let postings = try await ledger.postings(of: asked, in: Self.run)
        #expect(postings.mapValues(\.run) == ["refund_not_reversed:cs_test_A": "later"])
        #expect(postings.mapValues(\.approvedBy) == ["refund_not_reversed:cs_test_A": "Bert"])
    }

    /// A plan of last week says what was right last week; to decline what it says does no harm.
    @Test func aPlanThatIsTooOldIsNotApproved() async throws {
        let old = try #require(RunID("20261116T021500Z-nightly-0002"))
        try await plan(old, by: "cron", hash: "ef56", secondsAgo: 7 * .day + 60)
        guard case .tooOld(old, since: _) = try await refusal(of: decision(in: old, hash: "ef56")) else {
            Issue.record("it was recorded")
            return
        }
        #expect(try await refusal(of: decision(.declined, of: ["cs_test_B"], in: old, hash: "ef56")) == nil)
        try await ledger.record(decision(in: old, hash: "ef56"), planAge: 8 * .day)
        #expect(try await ledger.decisions(of: old).count == 2)
    }

    @Test func aDecisionIsBoundToThePlanOfItsRun() async throws {
        let other = try #require(RunID("20261122T021500Z-nightly-0000"))
        #expect(try await refusal(of: decision(in: other)) == .unknownRun(other))
        #expect(try await refusal(of: decision(hash: "ab13")) == .otherPlan(Self.run))
        try await plan(other, by: "cron", hash: nil)
        #expect(try await refusal(of: decision(in: other)) == .noPlan(other))
    }

    @Test func whatIsDecidedInAPlanStays() async throws {
        try await ledger.record(decision(of: ["cs_test_B"]))
        #expect(
            try await refusal(of: decision(.declined, of: ["cs_test_A", "cs_test_B"], by: "Bert"))
                == .alreadyDecided(stripeID: "cs_test_B", by: "Anna Weber", verdict: .approved)
        )
        #expect(try await lines() == ["cs_test_B approved by Anna Weber: the customer was told"])
    }

    /// Sent twice by a form, a correction is one all the same.
    @Test func theSameTwiceInOneDecisionIsDecidedOnce() async throws {
        try await ledger.record(decision(of: ["cs_test_A", "cs_test_A"]))
        #expect(try await lines() == ["cs_test_A approved by Anna Weber: the customer was told"])
    }

    @Test(arguments: ["anna", " Anna ", "ANNA", "anna@firm.example", "Anna@firm.example"])
    func whoPlannedCannotDecide(_ name: String) async throws {
        let mine = try #require(RunID("20261125T090000Z-manual-0001"))
        try await plan(mine, by: "anna", hash: Self.hash)
        let told = name.split(separator: " ").joined()
        #expect(try await refusal(of: decision(in: mine, by: name)) == .maker(told))
        #expect(try await refusal(of: decision(.declined, in: mine, by: name)) == .maker(told))
        #expect(try await refusal(of: decision(in: mine, by: "annabel@firm.example")) == nil)
    }

    @Test(arguments: ["", " \t ", "Anna\nWeber", "\u{1b}[31mAnna", String(repeating: "a", count: 201)])
    func whoDecidesHasAName(_ name: String) async throws {
        #expect(try await refusal(of: decision(by: name)) == .noName)
    }

    @Test(arguments: ["", "  ", "told\nher", "bell\u{7}", String(repeating: "a", count: 1_001)])
    func aDecisionHasAReason(_ reason: String) async throws {
        #expect(try await refusal(of: decision(because: reason)) == .noReason)
    }

    @Test func namesAndReasonsAreOfAnyLanguage() async throws {
        let name = String(repeating: "ß", count: 200)
        let reason = String(repeating: "已", count: 1_000)
        try await ledger.record(decision(by: name, because: reason))
        #expect(try await lines() == ["cs_test_A approved by \(name): \(reason)"])
    }

    @Test func nothingIsNoDecision() async throws {
        #expect(try await refusal(of: decision(of: [])) == .nothing)
    }

    /// The table itself refuses a row whose evidence is of another correction.
    @Test func theEvidenceIsOfTheCorrection() async throws {
        var foreign = decision()
        foreign.corrections[0].correction = decision(of: ["cs_test_B"]).corrections[0].correction
        guard case .database(let error) = await Self.ending(of: foreign, in: ledger) else {
            Issue.record("it was recorded")
            return
        }
        #expect(error.sqlState == .checkViolation)
        #expect(try await lines() == [])
    }

    /// Past the program the table takes no name and no reason that would draw on somebody's terminal.
    @Test(arguments: [
        ("E'Anna\\nWeber'", "'told'"), ("' Anna'", "'told'"), ("repeat('a', 201)", "'told'"),
        ("'Anna'", "E'\\x1b[31m'"),
        ("'Anna'", "' '"), ("'Anna'", "repeat('a', 1001)"),
    ])
    func theTableTakesNoHostileText(_ name: String, _ reason: String) throws {
        let session = try database.connect()
        let error = #expect(throws: PostgresError.self) {
            try session.execute(
                script: """
                    INSERT INTO tieout.decision
                        (stripe_id, fingerprint, run_id, plan_hash, verdict, decided_by, reason, correction)
                    VALUES ('a', 'b', 'c', 'd', 'approved', \(name), \(reason), '{"stripe_id": "a", "fingerprint": "b"}')
                    """
            )
        }
        #expect(error?.sqlState == .checkViolation)
    }

    /// Two approvers decide on the same at once, each in another order: one is first, and the other is told.
    @Test func ofTwoAtOnceOneIsFirst() async throws {
        let sales = (0..<40).map { "cs_test_\($0)" }
        let other = try await database.ledger()
        async let one = Self.ending(of: decision(of: sales), in: ledger)
        async let two = Self.ending(of: decision(of: sales.reversed(), by: "Bert"), in: other)
        let endings = await [one, two]
        #expect(endings.count { $0 == nil } == 1, "\(endings)")
        let names = Set(try await ledger.decisions(of: Self.run).map(\.decidedBy))
        #expect(names.count == 1)
        #expect(try await ledger.decisions(of: Self.run).count == 40)
    }

    private static func ending(of decision: PlanDecision, in ledger: PostgresLedger) async -> DecisionError? {
        do throws(DecisionError) {
            try await ledger.record(decision)
            return nil
        } catch { return error }
    }
}
