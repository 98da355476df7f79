import Reconciliation
import Testing

/// Opening + movements = closing, day by day and in sum; a cent or a credit out of place is told.
@Suite struct RollForwardTests {
    typealias Line = TieOut.Line

    /// Any figures that agree, from a seed.
    struct Books: CustomTestStringConvertible {
        let seed: UInt64
        let block: TieOut

        var testDescription: String { "seed \(seed)" }

        init(seed: UInt64) {
            self.seed = seed
            var dice = Dice(state: seed)
            var told = RollForward()
            told.opening = dice.line()
            told.returnedAfterCutOff = dice.line()
            told.paidAfterCutOff = dice.line()
            told.ledgerOpening = dice.line()
            told.ledgerClosing = told.ledgerOpening
            for number in 0..<dice.upTo(12) {
                let day = RollForward.Day(
                    date: "2026-11-\(10 + number)",
                    purchases: dice.line(),
                    returned: dice.line(),
                    ledger: dice.line()
                )
                told.days.append(day)
                told.purchases = told.purchases + day.purchases
                told.returned = told.returned + day.returned
                told.ledgerClosing = told.ledgerClosing + day.ledger
            }
            told.expectedClosing = told.computedClosing
            (told.waiting, told.found, told.takenBack) = (dice.line(), dice.line(), dice.line())
            told.excluded = told.expectedClosing - told.ledgerClosing - told.waiting - told.found - told.takenBack
            let count = told.opening.count + told.purchases.count + told.paidAfterCutOff.count
            let paid = Line(count: count, amountMinor: 1, credits: 1)
            block = TieOut(currency: .usd, paid: paid, granted: paid, rollForward: told)
        }
    }

    static let worlds = (1...200).map { Books(seed: $0) }

    @Test func figuresThatAgreeAreSilent() {
        #expect(Self.worlds.flatMap(\.block.breaks) == [])
        #expect(Self.worlds.contains { $0.block.rollForward.days.count > 5 })
    }

    /// Whatever single figure is changed by whatever amount: at least one proof fails.
    @Test(
        arguments: [
            \RollForward.opening, \.purchases, \.returned, \.returnedAfterCutOff, \.expectedClosing, \.ledgerOpening,
            \.ledgerClosing, \.waiting, \.found, \.excluded, \.takenBack,
        ] as [WritableKeyPath<RollForward, TieOut.Line> & Sendable]
    )
    func aFigureOutOfPlaceIsTold(_ line: WritableKeyPath<RollForward, TieOut.Line> & Sendable) {
        for world in Self.worlds {
            for slip in [Line(amountMinor: 1), Line(amountMinor: -1), Line(credits: 1), Line(credits: -100)] {
                var block = world.block
                block.rollForward[keyPath: line] = block.rollForward[keyPath: line] + slip
                #expect(!block.breaks.isEmpty, "seed \(world.seed)")
            }
        }
    }

    @Test func aDayThatIsLostIsTold() {
        for world in Self.worlds {
            guard let day = world.block.rollForward.days.first, day.purchases != Line() else { continue }
            var block = world.block
            block.rollForward.days.removeFirst()
            #expect(block.breaks.contains { $0.contains("purchases of the days") }, "seed \(world.seed)")
        }
    }

    @Test func aPurchaseThatIsPaidAndNotToldIsTold() {
        var block = Self.worlds[0].block
        block.paid.count += 1
        block.granted.count += 1
        #expect(block.breaks.count == 1)
        #expect(block.breaks[0].contains("purchases are paid"))
    }

    /// Refunds are counted one by one and take no purchase away.
    @Test func whatGoesBackTakesNoPurchaseAway() {
        var told = RollForward()
        told.opening = Line(count: 2, amountMinor: 4_000, credits: 100)
        told.purchases = Line(count: 3, amountMinor: 6_000, credits: 150)
        told.returned = Line(count: 4, amountMinor: 2_500, credits: 62)
        #expect(told.computedClosing == Line(count: 5, amountMinor: 7_500, credits: 188))
    }
}

/// Small numbers by Knuth's linear congruential generator.
private struct Dice {
    var state: UInt64

    mutating func upTo(_ bound: UInt64) -> Int64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int64((state >> 33) % bound)
    }

    mutating func line() -> TieOut.Line {
        TieOut.Line(count: upTo(20), amountMinor: upTo(100_000), credits: upTo(5_000))
    }
}
