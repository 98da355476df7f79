import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// What holds of corrections, whatever the world.
@Suite struct CorrectionPropertyTests {
    @Test func applyingWhatIsPlannedLeavesNothingToCorrect() async throws {
        var appliedCount = 0
        try await World.each { world, simulation in
            let books = try simulation.holding(world)
            let night = try await books.night(applies: true, in: world)
            #expect(night.unposted == [], "seed \(world.seed)")
            let guarded = LateWebhooks(guardIsInForce: true, now: Instant(secondsSinceEpoch: 0))
            let policy = CorrectionPolicy(listsAreComplete: true, lateWebhooks: guarded)
            let left = CorrectionPlan(for: night.remaining, under: policy)
            #expect(left.allowed == [], "seed \(world.seed)")
            appliedCount += night.posted.count
        }
        #expect(appliedCount > 0, "nothing is to be corrected in any of these worlds")
    }

    /// The second look matches what the run has told of and leaves the rest: it sees what a look at all of it would see.
    @Test func theSecondLookSeesWhatAWholeOneSees() async throws {
        var appliedCount = 0
        try await World.each { world, simulation in
            let books = try simulation.holding(world)
            let night = try await books.night(applies: true, in: world)
            let second = try books.match()
            let period = try world.examined
            let run = RunID(startedAt: period.cutOff, command: "whole", suffix: 0)
            let whole = try await books.ledger.find(run: run, period: period, keys: world.keys)
            #expect(try books.match().symmetricDifference(second) == [], "seed \(world.seed)")
            #expect(whole == night.remaining, "seed \(world.seed)")
            appliedCount += night.posted.count
        }
        #expect(appliedCount > 0, "nothing is to be corrected in any of these worlds")
    }

    /// Proposals that a person approves, all of them: they never overlap, and what they leave is right.
    @Test func takingBackWhatIsProposedLeavesNothingToTakeBack() async throws {
        var takenCount = 0
        try await World.each { world, simulation in
            let books = try simulation.holding(world)
            let proposed = try await books.night(in: world).takeBacks
            for correction in proposed { try books.takeBack(correction) }
            let again = try await books.night(in: world).takeBacks
            let taken = Set(proposed.map(\.stripeID))
            #expect(again.filter { taken.contains($0.stripeID) }.map(\.fingerprint) == [], "seed \(world.seed)")
            #expect(Set(try books.overdrawnSessions()).intersection(taken) == [], "seed \(world.seed): taken twice")
            takenCount += proposed.count
        }
        #expect(takenCount > 0, "nothing is to be taken back in any of these worlds")
    }

    /// All but failed payments, which stay facts.
    @Test func findingsOfAWorldThatIsMendedVanish() async throws {
        var foundCount = 0
        try await World.each { world, simulation in
            let books = try simulation.holding(world)
            foundCount += try await books.night(in: world).findings.count
            try world.mended.enter(books, remembering: true)
            let night = try await books.night(in: world)
            #expect(night.found.filter { !$0.hasPrefix("payment_failed") } == [], "seed \(world.seed)")
            let open = try books.openFindings().filter { !$0.hasPrefix("payment_failed") }
            #expect(open == [], "seed \(world.seed)")
        }
        #expect(foundCount > 0, "nothing is found in any of these worlds")
    }
}

extension Night {
    fileprivate var takeBacks: [Correction] { plan.held.map(\.correction).filter { $0.action == .takeBack } }
}

extension Books {
    /// A person writes the movement that a proposal asks for.
    fileprivate func takeBack(_ correction: Correction) throws {
        try sql(
            """
            INSERT INTO public.credit_transactions
                (user_id, type, amount, balance_before, balance_after, reference_id, created_at)
            VALUES ($1, 'adjustment', -$2::integer, 0, 0, $3, to_timestamp($4::bigint))
            """,
            [
                .uuid(correction.userID ?? ""), .integer(correction.credits ?? 0), .text(correction.stripeID),
                .integer(Workload.noon),
            ]
        )
    }

    /// The match as the last look left it, with what it was made of.
    fileprivate func match() throws -> Set<String> {
        // Keys of a sort that the ledger carries since the posting alone are made for what was told only.
        let rows = try lines(
            """
            SELECT line
            FROM (
                SELECT 'match ' || to_jsonb(match)::text AS line FROM tieout.match
                UNION ALL SELECT 'evidence ' || to_jsonb(evidence)::text FROM tieout.joined_evidence AS evidence
                UNION ALL SELECT 'reference ' || to_jsonb(reference)::text FROM tieout.ledger_reference AS reference
            ) AS row
            """
        )
        return Set(rows)
    }

    /// What Tieout keeps open from night to night.
    fileprivate func openFindings() throws -> [String] {
        try lines("SELECT fingerprint AS line FROM tieout.finding WHERE status = 'open' ORDER BY fingerprint")
    }

    /// Sessions of which more was taken back than was ever given.
    fileprivate func overdrawnSessions() throws -> [String] {
        try lines("SELECT session_id AS line FROM tieout.match WHERE grant_count > 0 AND granted_credits < 0")
    }
}
