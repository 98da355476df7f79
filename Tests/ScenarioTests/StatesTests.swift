import PostgresLedger
import StripeSimulator
import TestSupport
import Testing

/// Every state that sold, granted and logged can be in together, side by side in one ledger: each is told by its name.
@Suite struct StatesTests {
    /// What the ledger does about a sale, and what is found of it.
    struct State: Sendable {
        let name: String
        let found: [String]
        let enter: @Sendable (Books, String) throws -> Void

        var session: String { "cs_test_" + name }
    }

    private static let states = [
        State(name: "granted_and_logged", found: []) { try $0.sell($1) },
        State(name: "granted_not_logged", found: ["unrecorded_grant"]) {
            try $0.sell($1, entries: [.checkout, .movement, .payment])
        },
        State(name: "logged_not_granted", found: ["uncredited_purchase"]) {
            try $0.sell($1, entries: [.checkout, .purchase, .payment])
        },
        State(name: "logged_failed_though_granted", found: ["unrecorded_grant"]) {
            try $0.logFailure(of: $0.sell($1, entries: [.checkout, .movement, .payment]))
        },
        State(name: "logged_failed_not_granted", found: ["failed_fulfilment"]) {
            try $0.logFailure(of: $0.sell($1, entries: .ungranted))
        },
        State(name: "neither", found: ["missed_purchase"]) { try $0.sell($1, entries: .ungranted) },
        State(name: "granted_twice", found: ["duplicate_grant"]) {
            try $0.give(50, for: $0.sell($1).session)
        },
        State(name: "granted_unpaid", found: ["phantom_grant"]) { books, name in
            try books.openPage(name)
            try books.give(50, for: "cs_test_" + name)
        },
        State(name: "granted_expired", found: ["phantom_grant"]) { books, name in
            try books.openPage(name, hasCheckoutRow: false) { $0.status = "expired" }
            try books.give(50, for: "cs_test_" + name)
        },
        State(name: "granted_unknown", found: ["phantom_grant"]) { books, name in
            try books.give(50, for: "cs_test_" + name)
        },
        State(name: "granted_to_another", found: ["buyer_mismatch"]) { books, name in
            try books.sell(name, entries: [.checkout, .purchase, .payment])
            try books.give(50, to: Books.boris, for: "cs_test_" + name)
        },
        State(name: "granted_another_number", found: ["credits_mismatch"]) { books, name in
            try books.sell(name, entries: [.checkout, .purchase, .payment])
            try books.give(30, for: "cs_test_" + name)
        },
    ]

    @Test func eachStateIsToldFromTheOthers() async throws {
        let books = try await Books.open()
        try books.sell("before", at: Books.noon - 86_400)  // the journal begins before the sales
        for state in Self.states { try state.enter(books, state.name) }
        let night = try await books.night()
        #expect(night.breaks == [])
        let found = Dictionary(grouping: night.findings) { $0.stripeID ?? "-" }.mapValues { $0.map(\.kind.rawValue) }
        for state in Self.states { #expect(found[state.session] ?? [] == state.found, "\(state.name)") }
        #expect(night.findings.count == Self.states.flatMap(\.found).count, "and nothing else is found")
    }
}
