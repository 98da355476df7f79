import StripeSimulator

/// Makes worlds: ordinary sales for the most part, and everything that is known to go wrong.
struct Workload {
    /// 2025-03-10T12:00:00Z, the middle of every world's period.
    static let noon: Int64 = 1_741_608_000
    static let packages = [
        PackageRow(id: "starter", credits: 10, price: "5.00", updatedAt: noon - 100 * .day),
        PackageRow(id: "creative", credits: 50, price: "20.00", updatedAt: noon - 100 * .day),
        PackageRow(id: "pro", credits: 100, price: "35.00", updatedAt: noon - 100 * .day),
        PackageRow(id: "studio", credits: 500, price: "150.00", updatedAt: noon - 100 * .day),
    ]
    /// Whom no ledger knows any more.
    static let deletedBuyer = "dddddddd-0000-4000-8000-00000000000d"

    var random: SplitMix64
    let seed: UInt64
    let period: Range<Int64>
    let buyers: [String]
    let ledger: Ledger

    init(seed: UInt64) {
        self.seed = seed
        random = SplitMix64(seed: seed)
        let days = random.draw(2..<11)
        period = Self.noon - days * .day..<Self.noon + days * .day
        ledger = random.isOne(of: 60) ? .extended : .reference
        buyers = (0..<1 + random.draw(below: 6)).map { "a0000000-0000-4000-8000-00000000000\($0)" }
    }

    /// The seed's world.
    static func world(_ seed: UInt64) -> World {
        var workload = Workload(seed: seed)
        return workload.world()
    }

    private mutating func world() -> World {
        var stories = [opening()]
        let count = random.choose((6, 5 + random.draw(below: 15)), (3, 20 + random.draw(below: 20)), (1, 60))
        for number in 0..<count {
            stories.append(
                random.choose(
                    (70, { $0.sale(number) }),
                    (6, { $0.subscription(number) }),
                    (5, { $0.invoice(number) }),
                    (4, { $0.otherSession(number) }),
                    (5, { $0.looseCharge(number) }),
                    (10, { (workload: inout Workload) in workload.strayMovement(number) })
                )(&self)
            )
        }
        stories.numberPurchases()
        var world = World(seed: seed, period: period, ledger: ledger, stories: stories)
        world.customers = random.choose((80, .whereNeeded), (15, .always), (5, .never))
        return world
    }

    /// The packages on sale and the buyers with what they own; in some worlds the journal begins late.
    private mutating func opening() -> Story {
        var story = Story("packages and buyers")
        for var package in Self.packages {
            if random.isOne(of: 8) {
                package.updatedAt = random.draw(period)
                package.credits += 10
            }
            if random.isOne(of: 8) {
                package.updatedAt = random.choose((1, period.lowerBound - 9 * .day), (2, random.draw(period)))
                package.price = "25.50"
            }
            story.rows.append(.package(package))
        }
        let hasHistory = random.isOne(of: 80)
        for buyer in buyers {
            story.rows.append(.user(buyer))
            if let odd = oddBalance(buyer) { story.rows.append(.balance(odd)) }
            guard hasHistory else { continue }
            let gift = MovementRow(
                user: buyer,
                type: "bonus",
                credits: 10_000,
                reference: nil,
                createdAt: Self.noon - 60 * .day
            )
            story.rows.append(.movement(gift))
        }
        if ledger == .extended { story.rows += providers() }
        return story
    }

    /// A balance that is not what the journal makes of it: the journal is younger, or somebody wrote the balance or removed it.
    private mutating func oddBalance(_ buyer: String) -> OddBalance? {
        switch random.draw(below: 100) {
        case 0..<8: OddBalance(user: buyer, opening: 37)
        case 8..<14: OddBalance(user: buyer, drift: random.one(of: [-60, 1, 20]))
        case 14..<16: OddBalance(user: buyer, opening: 37, drift: 20)
        case 16..<19: OddBalance(user: buyer, isRemoved: true)
        default: nil
        }
    }

    /// What the application bought: some balances can serve thousands of credits, some nothing, some just enough.
    private mutating func providers() -> [LedgerRow] {
        (0..<random.draw(below: 3)).map { number in
            .provider(
                ProviderRow(
                    name: "provider\(number)",
                    balance: random.one(of: [0, 7, 999, 1_000, 40_000, 40_001, 25_000, 1_000_000]),
                    threshold: random.one(of: [nil, 0, 1_000]),
                    ratioInTenths: random.one(of: [nil, 0, 10, 25, 40])
                )
            )
        }
    }
}
