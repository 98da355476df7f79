import Testing

/// What a failure prints is small enough to be read.
@Suite struct ShrinkingTests {
    /// Each of these rows alone is what is sought, so no sale and no other row may be left but the buyers.
    @Test(arguments: [
        "odd balance", "provider", "subscription", "dispute", "invoice",
    ])
    func onlyWhatIsSoughtIsLeft(_ sought: String) async throws {
        var triedCount = 0
        for seed in Seeds.all.prefix(50) {
            let world = Workload.world(seed)
            guard world.parts.contains(sought) else { continue }
            let smallest = try await world.smallest { $0.parts.contains(sought) }
            #expect(smallest.parts == [sought], "seed \(seed)")
            triedCount += 1
            if triedCount == 3 { break }
        }
        #expect(triedCount > 0, "no world has one")
    }
}

extension World {
    /// What the world is made of but for its buyers, a word each.
    fileprivate var parts: [String] {
        stories.flatMap { story in story.objects.map(\.word) + story.rows.compactMap(\.word) }
    }
}

extension AccountObject {
    fileprivate var word: String {
        switch self {
        case .dispute: "dispute"
        case .invoice: "invoice"
        case .subscription: "subscription"
        default: "another object"
        }
    }
}

extension LedgerRow {
    fileprivate var word: String? {
        switch self {
        case .user: nil
        case .balance: "odd balance"
        case .provider: "provider"
        default: "another row"
        }
    }
}
