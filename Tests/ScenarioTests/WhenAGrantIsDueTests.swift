import PostgresLedger
import Reconciliation
import ReferenceApplication
import StripeSimulator
import TestSupport
import Testing

/// Every refund, with every dispute, every trace in the ledger and every promise: what becomes of the sale.
///
/// All of them are sold on one day to a buyer each, and one night judges them. What is right is worked out beside it,
/// the slow and obvious way.
@Suite struct WhenAGrantIsDueTests {
    @Test func everyCombinationIsJudgedAsItShouldBe() async throws {
        let books = try await Books.open()
        try books.sell("before", at: Books.noon - 86_400)  // the journal begins before the sales
        let cases = DueCase.all
        try enter(cases, into: books)
        let night = try await books.night(applies: true)
        #expect(night.breaks == [])

        let judged = try judgement(of: night, in: books)
        let wrong = cases.filter { judged[$0.session] != $0.judgement }
            .map { "\($0.session): \(judged[$0.session] ?? "nothing") instead of \($0.judgement)" }
        #expect(wrong == [])
        #expect(cases.count == 500)
        #expect(Set(cases.map(\.judgement)).count == 36, "the table says something of every kind")
        #expect(try books.usersWhoseBalanceIsNotTheSumOfTheirMovements() == [])
    }

    private func enter(_ cases: [DueCase], into books: Books) throws {
        books.stripe { account in
            for sale in cases { sale.sell(in: &account) }
        }
        let account = books.stripe { $0 }
        try books.application { application throws(PostgresError) in
            for sale in cases { try sale.enter(by: application, account) }
        }
        for sale in cases where sale.evidence == .unreferencedMovement {
            try books.give(50, to: sale.buyer, for: nil, type: "bonus")
        }
        // Stale rows are another matter.
        try books.sql("UPDATE public.checkout_sessions SET status = 'completed'")
    }

    /// What became of each session: granted, found and perhaps held, or its state.
    private func judgement(of night: Night, in books: Books) throws -> [String: String] {
        var judgement: [String: String] = [:]
        let states = try books.lines(
            """
            SELECT concat_ws(' ', stripe_id, state, nullif(reason, '')) AS line FROM tieout.record_state
            WHERE record_kind = 'checkout_session'
            """
        )
        for line in states {
            let parts = line.split(separator: " ", maxSplits: 1)
            judgement[String(parts[0])] = String(parts[1])
        }
        for (session, findings) in Dictionary(grouping: night.findings, by: \.stripeID) {
            guard let session else { continue }
            judgement[session] =
                findings
                .map { $0.kind.rawValue + ($0.detail["hold"].map { " held \($0)" } ?? "") }
                .joined(separator: " and ")
        }
        for posted in night.posted {
            guard case .posted = posted.outcome else { continue }
            judgement[posted.correction.stripeID, default: ""] += " granted"
        }
        return judgement
    }
}
