import PostgresLedger
import Reconciliation
import StripeSimulator
import TestSupport
import Testing

/// What holds of every world, whatever is in it.
@Suite struct PropertyTests {
    @Test func whatIsDueIsGrantedOnceAndNothingElse() async throws {
        var granted = 0
        try await World.each { world, simulation in
            let books = try simulation.holding(world)
            let before = try books.movements()
            let night = try await books.night(applies: true, in: world)
            let due = Auditor(world).verdict.findings.filter(\.isDue).map { "\($0.id) \($0.credits ?? 0)" }
            #expect(night.granted == due.sorted(), "seed \(world.seed)")
            #expect(night.unposted == [], "seed \(world.seed)")
            #expect(night.breaks == [], "seed \(world.seed)")
            let added = try books.movements().subtracting(before)
            #expect(added.sorted() == due.map { "\($0) 1" }.sorted(), "seed \(world.seed)")
            granted += due.count
        }
        #expect(granted > 0, "nothing is due in any of these worlds")
    }

    @Test func aSecondRunChangesNothing() async throws {
        try await World.each { world, simulation in
            let books = try simulation.holding(world)
            let first = try await books.night(applies: true, in: world)
            let rows = try books.movements()
            let second = try await books.night(applies: true, in: world)
            #expect(second.posted == [], "seed \(world.seed)")
            #expect(second.found == first.left, "seed \(world.seed)")
            #expect(try books.movements() == rows, "seed \(world.seed)")
        }
    }

    @Test func orderAndPagesDoNotMatter() async throws {
        try await World.each { world, simulation in
            let told = try await Verdict.ofSQL(world, in: simulation).verdict
            var shuffled = world
            var random = SplitMix64(seed: world.seed)
            shuffled.stories.shuffle(using: &random)
            for story in shuffled.stories.indices {
                shuffled.stories[story].objects.shuffle(using: &random)
                shuffled.stories[story].rows.shuffle(using: &random)
            }
            // So many others that every list takes several pages.
            for number in 1_000..<1_120 {
                let at = random.draw(world.period.lowerBound..<world.period.upperBound - .hour)
                shuffled.stories.insert(.anotherSale(number, at: at), at: random.draw(below: shuffled.stories.count))
            }
            let again = try await Verdict.ofSQL(shuffled, in: simulation).verdict.leavingOut("another")
            #expect(told.differences(from: again) == [], "seed \(world.seed)")
        }
    }

    @Test func aFullRefundLeavesNothingOwed() async throws {
        try await World.each { world, simulation in
            var world = world
            for story in world.stories.indices {
                world.stories[story].objects = world.stories[story].objects.compactMap(\.refundedInFull)
            }
            let books = try simulation.holding(world)
            let night = try await books.night(in: world)
            let owed = night.findings.filter { $0.kind.action == .grant && $0.detail["hold"] != "charge_unknown" }
            #expect(owed.map(\.line) == [], "seed \(world.seed)")
        }
    }

    @Test func currenciesNeverAdd() async throws {
        var mostCurrencies = 0
        try await World.each { world, simulation in
            let books = try simulation.holding(world)
            let whole = try await books.night(in: world).tieOut
            mostCurrencies = max(mostCurrencies, whole.count)
            for block in whole {
                var alone = world
                alone.stories.removeAll { story in
                    story.objects.contains { object in
                        guard case .session(let session) = object else { return false }
                        return session.currency != block.currency.code
                    }
                }
                let parts = try await simulation.holding(alone).night(in: world).tieOut
                #expect(parts.map(\.currency) == [block.currency], "seed \(world.seed)")
                #expect(parts.map(\.paid) == [block.paid], "seed \(world.seed), \(block.currency)")
            }
        }
        #expect(mostCurrencies > 1, "no world has two currencies")
    }

    @Test func aLaterCutOffFindsNothingInWhatIsSettled() async throws {
        var settledCount = 0
        try await World.each { world, simulation in
            var world = world
            world.period = world.period.lowerBound..<world.period.upperBound - .day - .hour
            let early = try await Verdict.ofSQL(world, in: simulation).verdict
            // An open invoice may become due, and money may go back later.
            let unsettledIDs = world.stories.flatMap { $0.unsettledIDs(at: world.period.upperBound) }
            world.period = world.period.lowerBound..<world.period.upperBound + 2 * .day
            let late = try await Verdict.ofSQL(world, in: simulation).verdict
            let settled = early.ends.filter { $0.hasSuffix(" matched") }.map { String($0.split(separator: " ")[1]) }
                .filter { !unsettledIDs.contains($0) }
            let unexpected = late.findings.filter { settled.contains($0.id) }
            #expect(unexpected == [], "seed \(world.seed)")
            settledCount += settled.count
        }
        #expect(settledCount > 0, "nothing is settled in any of these worlds")
    }
}

extension AuditedFinding {
    /// Whether a grant answers it at once.
    fileprivate var isDue: Bool { (kind == "missed_purchase" || kind == "failed_fulfilment") && hold == nil }
}

extension Books {
    /// The journal: reference, credits and how often, a line each.
    fileprivate func movements() throws -> Set<String> {
        Set(
            try lines(
                """
                SELECT concat_ws(' ', coalesce(reference_id, '-'), amount, count(*)) AS line
                FROM public.credit_transactions
                GROUP BY reference_id, amount
                """
            )
        )
    }
}

extension Verdict {
    /// Without the records whose ids begin so after their prefix.
    fileprivate func leavingOut(_ name: String) -> Verdict {
        var verdict = self
        verdict.findings = findings.filter { !$0.id.contains("_" + name) }
        verdict.ends = ends.filter { !$0.contains("_" + name) }
        return verdict
    }
}

extension Story {
    /// A sale of another product.
    fileprivate static func anotherSale(_ number: Int, at instant: Int64) -> Story {
        var story = Story("another sale")
        var account = StripeAccount()
        account.addSale("another\(number)", of: 4_900, at: instant)
        story.objects += account.charges.map { .charge($0) } + account.paymentIntents.map { .intent($0) }
        story.objects += account.checkoutSessions.map { .session($0) }
        return story
    }
}

extension Story {
    /// Ids of what may still change after an instant.
    fileprivate func unsettledIDs(at cutOff: Int64) -> [String] {
        let goesOn = objects.contains { object in
            switch object {
            case .invoice(let invoice): invoice.status == "open"
            case .refund(let refund): refund.created >= cutOff
            case .dispute(let dispute): dispute.created >= cutOff
            default: false
            }
        }
        return goesOn ? objects.map(\.id) : []
    }
}

extension AccountObject {
    /// The object after all money went back: charges say so, and refunds under way have ended.
    fileprivate var refundedInFull: AccountObject? {
        switch self {
        case .charge(var charge) where charge.status == "succeeded" && charge.captured:
            charge.amountRefunded = charge.amount
            return .charge(charge)
        case .refund: return nil
        default: return self
        }
    }
}
