import Foundation
import StripeSimulator

/// A shop of a size of its own, ninety days of it: when it sold, what of it the ledger missed, and why. A function of a
/// seed; no clock goes in.
struct SimulatedShop {
    /// A sale, and what became of it.
    struct Sale {
        let at: Int64
        let buyer: Int
        /// After how many seconds the ledger showed it; nil for never.
        var delay: Int64?
        /// Whether the payment log heard of it.
        var isLogged = true
        /// The outage that it fell into.
        var outage: Int?
        var message: String?
        var isUndelivered = false
    }

    /// An outage as it really was.
    struct TrueOutage {
        let period: Range<Int64>
        let cause: Cause
        /// The sales that it cost, by their place.
        var lost: [Int] = []
    }

    enum Cause: CaseIterable {
        /// Nothing answers; Stripe gives up before it does.
        case endpointDown
        /// Nothing answers; when it does again, one of Stripe's retries gets through.
        case endpointDownForAWhile
        /// All is answered with 200, and nothing is done.
        case handlerFailing
        /// The grant is refused, and logged as failed.
        case constraint
        /// Only sessions are lost.
        case oneEventType
        /// Nine of ten are lost: a person grants some, another way gets some through.
        case leaking
    }

    static let days: Int64 = 90
    static let begin: Int64 = 1_772_323_200
    static let period = begin..<begin + days * 86_400

    let salesPerDay: Int
    private(set) var sales: [Sale] = []
    private(set) var outages: [TrueOutage] = []
    private var random: SplitMix64

    /// A shop that sells so often a day, and loses so many of a thousand sales one by one.
    init(seed: UInt64, salesPerDay: Int, lostPerMille: Int, outages count: Int) {
        (self.salesPerDay, random) = (salesPerDay, SplitMix64(seed: seed))
        sell()
        loseSingles(perMille: lostPerMille)
        for number in 0..<count { breakDown(as: Cause.allCases[(number + Int(seed % 6)) % Cause.allCases.count]) }
        for number in outages.indices {
            outages[number].lost = sales.indices.filter { sales[$0].outage == number && isMissed($0) }
        }
    }

    /// Whether the ledger missed the sale at its time.
    func isMissed(_ place: Int) -> Bool { sales[place].delay.map { $0 > 900 } ?? true }

    // MARK: What happens

    /// How busy each hour is: nights are quiet, evenings are not.
    private static let hours: [Int] = [
        4, 2, 1, 1, 1, 1, 2, 6, 12, 18, 22, 24, 26, 24, 22, 22, 24, 28, 32, 36, 36, 30, 20, 10,
    ]

    private mutating func sell() {
        let ofDay = Double(Self.hours.reduce(0, +))
        let weekend = random.isOne(of: 50) ? 0.6 : 0.15
        for hour in 0..<Self.days * 24 {
            let isWeekend = [5, 6].contains(hour / 24 % 7)
            let expected = Double(salesPerDay) * Double(Self.hours[Int(hour % 24)]) / ofDay * (isWeekend ? weekend : 1)
            // How many there are of what is expected by chance alone (Poisson), as Knuth draws it.
            var rest = 1.0
            while true {
                rest *= Double(random.draw(below: 1 << 53) + 1) / Double(1 << 53)
                guard rest > exp(-expected) else { break }
                let at = Self.period.lowerBound + random.draw(hour * 3_600..<(hour + 1) * 3_600)
                sales.append(Sale(at: at, buyer: random.draw(below: salesPerDay * 40), delay: random.draw(2..<60)))
            }
        }
        sales.sort { $0.at < $1.at }
    }

    private mutating func loseSingles(perMille: Int) {
        for place in sales.indices where random.draw(below: 1_000) < perMille {
            // Some are granted by a person, days later.
            sales[place].delay = random.isOne(of: 30) ? random.draw(86_400..<300_000) : nil
        }
    }

    /// A time of its own, far enough from the others to be told from them.
    private mutating func breakDown(as cause: Cause) {
        let least = cause == .leaking ? 30 : salesPerDay <= 10 ? 3 : 6
        for _ in 0..<200 {
            let start = random.draw(Self.period)
            let first = place(of: start)
            guard first + least < sales.count else { continue }
            let length: Int64 = random.one(of: [1_800, 3_600, 7_200, 14_400, 43_200, 129_600])
            // What is paid in its last quarter of an hour a retry may still bring in time.
            let end = max(start + length, sales[first + least - 1].at + 901)
            let hit = first..<place(of: end)
            let around = max(0, hit.lowerBound - 25)..<min(sales.count, hit.upperBound + 25)
            guard end < Self.period.upperBound, around.count == hit.count + 50,
                around.allSatisfy({ sales[$0].outage == nil })
            else { continue }
            outages.append(TrueOutage(period: start..<end, cause: cause))
            for place in hit {
                let isNearEdge = place < hit.lowerBound + 5 || place >= hit.upperBound - 5
                hurt(place, by: cause, until: end, isNearEdge: isNearEdge)
            }
            return
        }
    }

    /// The place of the first sale that is not before an instant.
    private func place(of instant: Int64) -> Int {
        var (low, high) = (0, sales.count)
        while low < high {
            let middle = (low + high) / 2
            if sales[middle].at < instant { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func hurt(_ place: Int, by cause: Cause, until end: Int64, isNearEdge: Bool) {
        sales[place].outage = outages.count - 1
        switch cause {
        case .endpointDown:
            (sales[place].delay, sales[place].isLogged, sales[place].isUndelivered) = (nil, false, true)
        case .endpointDownForAWhile:
            // Stripe tries again after five minutes, and then after ever longer.
            var (wait, delay): (Int64, Int64) = (300, 300)
            while sales[place].at + delay < end { (wait, delay) = (wait * 3, delay + wait * 3) }
            sales[place].delay = delay
            sales[place].isLogged = delay <= 900
        case .handlerFailing: (sales[place].delay, sales[place].isLogged) = (nil, false)
        case .constraint: (sales[place].delay, sales[place].message) = (nil, "violates check constraint")
        case .oneEventType: sales[place].delay = nil
        case .leaking:
            if isNearEdge || !random.isOne(of: 10) { (sales[place].delay, sales[place].isLogged) = (nil, false) }
        }
    }
}
