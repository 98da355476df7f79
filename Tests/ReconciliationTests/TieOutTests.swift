import Reconciliation
import Testing

@Suite struct TieOutTests {
    typealias Line = TieOut.Line

    /// Seven sales of 20.00 for 50 credits: three granted, two by Tieout, one refunded, one waiting.
    let block = TieOut(
        currency: .usd,
        paid: Line(count: 7, amountMinor: 14_000, credits: 350),
        granted: Line(count: 3, amountMinor: 6_000, credits: 150),
        grantedByTieout: Line(count: 2, amountMinor: 4_000, credits: 100),
        excluded: Line(count: 1, amountMinor: 2_000, credits: 50),
        waiting: Line(count: 1, amountMinor: 2_000, credits: 50)
    )

    @Test func theDifferenceIsWhatWasPaidAndNotGranted() {
        #expect(block.difference == Line(count: 2, amountMinor: 4_000, credits: 100))
    }

    @Test func whatEveryLineExplainsLeavesNothing() {
        #expect(block.unreconciled == Line())
    }

    @Test func aSaleInNoLineIsUnreconciled() {
        var block = block
        block.waiting = Line()
        #expect(block.unreconciled == Line(count: 1, amountMinor: 2_000, credits: 50))
    }

    @Test func aSaleInTwoLinesIsUnreconciledToo() {
        var block = block
        block.found = Line(count: 1, amountMinor: 2_000, credits: 50)
        #expect(block.unreconciled == Line(count: -1, amountMinor: -2_000, credits: -50))
    }

    @Test func aCentOrACreditAloneIsEnough() {
        var cent = block
        cent.paid.amountMinor += 1
        var credit = block
        credit.granted.credits -= 1
        #expect(cent.unreconciled == Line(amountMinor: 1))
        #expect(credit.unreconciled == Line(credits: 1))
    }

    @Test func linesAddFieldByField() {
        let (left, right) = (
            Line(count: 1, amountMinor: 20, credits: 300), Line(count: 4, amountMinor: 50, credits: 600)
        )
        #expect(left + right == Line(count: 5, amountMinor: 70, credits: 900))
        #expect(left - right == Line(count: -3, amountMinor: -30, credits: -300))
    }
}
