import Testing

@testable import StripeSimulator

/// Stripe's paging against an obvious model: sort, cut, take.
@Suite struct PagingTests {
    /// What a list is: newest first, the last added of a second first.
    struct Model {
        var ids: [String]

        init(_ account: StripeAccount, in window: ClosedRange<Int64>) {
            ids = account.charges.enumerated()
                .filter { window.contains($0.element.created) }
                .sorted { ($0.element.created, $0.offset) > ($1.element.created, $1.offset) }
                .map(\.element.id)
        }
    }

    static let seeds = Array(UInt64(1)...40)

    /// Few seconds for many charges, so that most share theirs.
    static func account(_ random: inout SplitMix64) -> StripeAccount {
        var account = StripeAccount()
        for number in 0..<random.below(120) {
            account.charges.append(Charge("ch_\(number)", amount: 100, at: 1_000 + random.among(0...20)))
        }
        return account
    }

    @Test(arguments: seeds)
    func walkingForwardSeesEveryObjectOnce(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let account = Self.account(&random)
        let limit = 1 + random.below(30)
        let lower = 995 + random.among(0...15)
        let window = lower...(lower + random.among(0...20))
        let filter = "created[gte]=\(window.lowerBound)&created%5Blt%5D=\(window.upperBound + 1)"
        let seen = try withStripe(account) { _, client in
            try walk(client, "limit=\(limit)&\(filter)", cursor: "starting_after") { $0.last }
        }
        #expect(seen.pages.flatMap { $0 } == Model(account, in: window).ids, "seed \(seed)")
        #expect(seen.pages.dropLast().allSatisfy { $0.count == limit }, "seed \(seed)")
    }

    @Test(arguments: seeds)
    func walkingBackwardSeesTheSameObjects(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var account = Self.account(&random)
        account.charges.append(Charge("ch_oldest", amount: 100, at: 1))
        let limit = 1 + random.below(30)
        let seen = try withStripe(account) { _, client in
            try walk(client, "limit=\(limit)", from: "ch_oldest", cursor: "ending_before") { $0.first }
        }
        let model = Model(account, in: 2...Int64.max)
        #expect(seen.pages.reversed().flatMap { $0 } == model.ids, "seed \(seed)")
    }

    @Test func objectsCreatedWhilePagingDoNotShiftWhatIsLeft() throws {
        var account = StripeAccount()
        for number in 0..<9 { account.charges.append(Charge("ch_\(number)", amount: 100, at: 1_000)) }
        try withStripe(account) { stripe, client in
            let first = try client.ask("/v1/charges?limit=4")
            #expect(first.ids == ["ch_8", "ch_7", "ch_6", "ch_5"])
            stripe.account.update { $0.charges.append(Charge("ch_new", amount: 100, at: 1_000)) }
            let second = try client.ask("/v1/charges?limit=4&starting_after=ch_5")
            #expect(second.ids == ["ch_4", "ch_3", "ch_2", "ch_1"])
            #expect(try client.ask("/v1/charges?limit=1").ids == ["ch_new"])
        }
    }

    @Test func withoutALimitThereAreTen() throws {
        var account = StripeAccount()
        for number in 0..<11 { account.charges.append(Charge("ch_\(number)", amount: 100, at: 1_000)) }
        try withStripe(account) { _, client in
            let page = try client.ask("/v1/charges")
            #expect(page.ids.count == 10)
            #expect(page.hasMore == true)
            #expect(page.json["object"] as? String == "list")
            #expect(page.json["url"] as? String == "/v1/charges")
            #expect(try client.ask("/v1/charges?starting_after=ch_1").hasMore == false)
        }
    }

    struct Window: Sendable, CustomTestStringConvertible {
        var query: String
        var seconds: [Int64]
        var testDescription: String { query }
    }

    @Test(arguments: [
        Window(query: "", seconds: [5, 4, 3, 2, 1]),
        Window(query: "created=3", seconds: [3]),
        Window(query: "created[gt]=3", seconds: [5, 4]),
        Window(query: "created[gte]=3", seconds: [5, 4, 3]),
        Window(query: "created[lt]=3", seconds: [2, 1]),
        Window(query: "created[lte]=3", seconds: [3, 2, 1]),
        Window(query: "created%5Bgte%5D=2&created%5Blt%5D=4", seconds: [3, 2]),
        Window(query: "created[gte]=4&created[lt]=4", seconds: []),
        Window(query: "created[gt]=9", seconds: []),
        Window(query: "created[lt]=0", seconds: []),
        Window(query: "created[lt]=4&starting_after=ch_5", seconds: [3, 2, 1]),
        Window(query: "created[lt]=4&starting_after=ch_2", seconds: [1]),
        Window(query: "created[lt]=4&ending_before=ch_1", seconds: [3, 2]),
        Window(query: "created[gt]=2&ending_before=ch_1", seconds: [5, 4, 3]),
        Window(query: "created[gt]=2&starting_after=ch_1", seconds: []),
    ])
    func aWindowAndACursorCutTheList(_ window: Window) throws {
        var account = StripeAccount()
        for second in [2, 5, 1, 4, 3] as [Int64] {
            account.charges.append(Charge("ch_\(second)", amount: 100, at: second))
        }
        try withStripe(account) { _, client in
            let page = try client.ask("/v1/charges?\(window.query)")
            #expect(page.ids == window.seconds.map { "ch_\($0)" })
            #expect(page.hasMore == false)
        }
    }

    private struct Walk {
        var pages: [[String]] = []
    }

    private func walk(
        _ client: RawClient,
        _ query: String,
        from start: String? = nil,
        cursor: String,
        next: ([String]) -> String?
    ) throws -> Walk {
        var walk = Walk()
        var position = start
        while true {
            let target = "/v1/charges?\(query)" + (position.map { "&\(cursor)=\($0)" } ?? "")
            let page = try client.ask(target)
            walk.pages.append(page.ids)
            guard page.hasMore == true else { return walk }
            position = next(page.ids)
            try #require(position != nil, "an empty page says that there is more")
            try #require(walk.pages.count < 500)
        }
    }
}
