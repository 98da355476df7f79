import Reconciliation
import StripeSimulator
import Testing

/// Ninety days of twenty shops, from two sales a day to thousands: each outage is found, with its edges and its cause, and
/// nothing else is.
@Suite struct OutageDetectionTests {
    /// How often each shop sells a day.
    static let sizes = [2, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 70, 100, 150, 250, 400, 700, 1_200, 2_500]

    /// Shops of a seed; every fifth has no outage at all.
    static func shops(_ seed: UInt64) -> [SimulatedShop] {
        sizes.enumerated().map { number, size in
            SimulatedShop(
                seed: seed * 100 + UInt64(number),
                salesPerDay: size,
                lostPerMille: [0, 1, 2, 5, 8][number % 5],
                outages: number % 5 == 4 ? 0 : size < 5 ? 2 : 3 + number % 4
            )
        }
    }

    @Test(arguments: [1, 2] as [UInt64])
    func eachOutageOfTwentyShopsIsFoundAndNoOther(_ seed: UInt64) {
        var score = OutageScore()
        for shop in Self.shops(seed) { score.add(shop) }
        print("outages of seed \(seed): \(score)")
        #expect(score.precision == 1, "\(score.problems)")
        #expect(score.recall == 1, "\(score.problems)")
        #expect(score.problems == [])
        #expect(score.trueOutages > 40)
    }
}

/// How well outages are found.
struct OutageScore: CustomStringConvertible {
    private(set) var trueOutages = 0
    private(set) var found = 0
    private(set) var hits = 0
    private(set) var sales = 0
    private(set) var worstEdge: Int64 = 0
    private(set) var problems: [String] = []

    /// Which part of what was found is an outage.
    var precision: Double { found == 0 ? 1 : Double(hits) / Double(found) }
    /// Which part of the outages was found.
    var recall: Double { trueOutages == 0 ? 1 : Double(hits) / Double(trueOutages) }

    var description: String {
        "\(sales) sales, \(trueOutages) outages, \(found) found, precision \(precision), recall \(recall), "
            + "worst edge where sales are less than 15 minutes apart \(worstEdge) s"
    }

    /// Searches a shop, and compares with what really was.
    mutating func add(_ shop: SimulatedShop) {
        let outages = shop.search()
        sales += shop.sales.count
        trueOutages += shop.outages.count
        found += outages.count
        var rest = outages
        for real in shop.outages {
            let (first, last) = (shop.sales[real.lost[0]].at, shop.sales[real.lost[real.lost.count - 1]].at)
            let meant = rest.firstIndex {
                $0.began.to.secondsSinceEpoch <= last && $0.ended.from.secondsSinceEpoch >= first
            }
            guard let meant else {
                problems.append("\(shop.salesPerDay) a day: \(real.cause) of \(real.lost.count) sales was not found")
                continue
            }
            hits += 1
            judge(rest.remove(at: meant), real, of: shop)
        }
        for outage in rest {
            problems.append("\(shop.salesPerDay) a day: nothing was the matter from \(outage.began) to \(outage.ended)")
        }
    }

    private mutating func judge(_ outage: Outage, _ real: SimulatedShop.TrueOutage, of shop: SimulatedShop) {
        let (first, last) = (real.lost[0], real.lost[real.lost.count - 1])
        // Up to the neighbours that arrived: a sale that was lost by itself right beside it cannot be told from it.
        let before =
            (0..<first).last { !shop.isMissed($0) }.map { shop.sales[$0].at } ?? SimulatedShop.period.lowerBound
        let after =
            (last + 1..<shop.sales.count).first { !shop.isMissed($0) }.map { shop.sales[$0].at }
            ?? SimulatedShop.period.upperBound
        let gaps = (began: before...shop.sales[first].at, ended: shop.sales[last].at...after)
        for (name, gap, edge) in [("began", gaps.began, outage.began), ("ended", gaps.ended, outage.ended)] {
            let edges = [edge.from.secondsSinceEpoch, edge.to.secondsSinceEpoch]
            if !edges.allSatisfy(gap.contains) {
                problems.append("\(shop.salesPerDay) a day, \(real.cause), \(name): \(edges) is not in \(gap)")
            }
            if gap.upperBound - gap.lowerBound <= 900 {
                let real = name == "began" ? real.period.lowerBound : real.period.upperBound
                // What a retry brought within a quarter of an hour was not late.
                worstEdge = max(worstEdge, edges.map { abs($0 - real) }.min() ?? 0)
            }
        }
        if outage.damage.sales < Int64(real.lost.count) {
            problems.append("\(shop.salesPerDay) a day: \(outage.damage.sales) of \(real.lost.count) sales are told")
        }
        if !shop.kinds(of: real).contains(outage.kind) {
            problems.append("\(shop.salesPerDay) a day: \(real.cause) is told as \(outage.kind)")
        }
    }
}

extension SimulatedShop {
    /// The first moment of which Stripe keeps events.
    private static let keptSince = Instant(secondsSinceEpoch: period.upperBound - 30 * 86_400)

    /// What Tieout makes of the shop.
    func search() -> [Outage] {
        guard
            let searched = try? Period(
                since: Instant(secondsSinceEpoch: Self.period.lowerBound),
                cutOff: Instant(secondsSinceEpoch: Self.period.upperBound)
            )
        else { return [] }
        var series: [ArrivalSource: ArrivalSeries] = [.session: ArrivalSeries(), .payment: ArrivalSeries()]
        var undelivered: [DeliveryEvidence.UndeliveredEvent] = []
        for sale in sales {
            let at = Instant(secondsSinceEpoch: sale.at)
            series[.session]?.append(at: at, delay: sale.delay)
            series[.payment]?.append(at: at, delay: sale.isLogged ? 3 : nil)
            if sale.isUndelivered, at >= Self.keptSince {
                undelivered.append(.init(type: "checkout.session.completed", created: at))
            }
        }
        var search = OutageSearch(
            series,
            over: searched,
            evidence: DeliveryEvidence(undelivered: undelivered, isDisabled: false, eventsKeptSince: Self.keptSince)
        )
        for sale in sales where sale.delay != 2 { search.add(arrival(of: sale)) }
        return search.result.outages
    }

    private func arrival(of sale: Sale) -> MissedArrival {
        let at = Instant(secondsSinceEpoch: sale.at)
        var arrival = MissedArrival(.session, at: at, fate: sale.delay.map { .late($0) } ?? .waiting)
        (arrival.buyer, arrival.message) = ("buyer \(sale.buyer)", sale.message)
        if at >= Self.keptSince { arrival.isDelivered = !sale.isUndelivered }
        return arrival
    }

    /// What may be told of an outage: after 30 days nobody knows any more whether events were delivered.
    func kinds(of outage: TrueOutage) -> Set<Outage.Kind> {
        let isKept = outage.period.lowerBound >= Self.keptSince.secondsSinceEpoch
        let isInPart = outage.period.upperBound > Self.keptSince.secondsSinceEpoch
        switch outage.cause {
        case .endpointDown: return isKept ? [.endpointDown] : isInPart ? [.endpointDown, .unknown] : [.unknown]
        case .endpointDownForAWhile: return [.endpointDown]
        case .handlerFailing, .leaking:
            return isKept ? [.handlerFailing] : isInPart ? [.handlerFailing, .unknown] : [.unknown]
        case .constraint: return [.constraint]
        case .oneEventType: return [.oneEventType]
        }
    }
}
