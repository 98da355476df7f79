import Foundation

/// Finds the stretches of a series in which so much was missed that chance does not explain it.
///
/// The series is read as that of a channel that is up, down, or failing in part, which changes seldom; the most likely
/// course of it is found by dynamic programming (Viterbi 1967), in time proportional to the series. A change for the
/// worse costs a penalty: the score of a stretch, the logarithm of how much likelier the stretch is if the channel
/// was not up, has to be more than that. Chance alone makes no more than `count × e^−score` such stretches of a series
/// (Karlin and Altschul 1990, where scores are log-odds), so that with two ways to be not up and this penalty fewer
/// than one series in a hundred shows an outage that is none. Because it is places in the series that count and not hours,
/// a quiet night is nothing and a small account is judged by as much as it sells.
struct MissStretches {
    /// The places of each stretch, which begins and ends with one that was missed.
    let stretches: [Range<Int>]
    /// Of those outside of the stretches, how large a part was missed; what was taken as usual.
    let background: Double

    /// What of a hundred still arrives while the channel is down: by another way, or by a retry that got through.
    private static let down = 0.98
    /// What is missed of a channel that fails in part: one server of two, one kind of buyer.
    private static let failingInPart = 0.5
    /// How many series may show an outage that is none.
    private static let falseAlarms = 0.01

    /// Finds the stretches of a series; true stands for what was missed.
    init(of missed: [Bool]) {
        guard missed.contains(true) else {
            (stretches, background) = ([], Self.background(missed: 0, of: missed.count))
            return
        }
        let penalty = log(2 * Double(missed.count) / Self.falseAlarms)
        // How much is missed as a rule is not known before the outages are, nor the reverse: one is made from the other until
        // both stay as they are. From which end that begins may decide where it ends; the likelier course counts.
        let overall = Self.background(missed: missed.count { $0 }, of: missed.count)
        let courses = [Self.leastBackground, overall].map { Self.settled(missed, from: $0, penalty: penalty) }
        let best = courses[0].likelihood >= courses[1].likelihood ? courses[0] : courses[1]
        background = best.background
        stretches = Self.joined(best.stretches, of: missed, background: best.background, penalty: penalty)
            .map { Self.trimmed($0, of: missed, background: best.background) }
    }

    // MARK: What is missed as a rule

    /// Below one in a thousand a rate rests on no more than a few.
    private static let leastBackground = 0.001
    /// Of what loses more than every fourth, nobody would say that it works as a rule.
    private static let mostBackground = 0.25

    /// The part that is missed as a rule, from those outside of outages. Where there are few of them, what is usual
    /// elsewhere counts with: one of a hundred, as if fifty had been seen.
    private static func background(missed: Int, of count: Int) -> Double {
        min(max((Double(missed) + 0.5) / (Double(count) + 50), leastBackground), mostBackground)
    }

    // MARK: The likeliest course

    private struct Course {
        var stretches: [Range<Int>] = []
        var background: Double
        var likelihood: Double
    }

    private static func settled(_ missed: [Bool], from start: Double, penalty: Double) -> Course {
        var course = likeliest(missed, background: start, penalty: penalty)
        for _ in 0..<20 {
            let inside = course.stretches.reduce(0) { $0 + $1.count }
            let missedInside = course.stretches.reduce(0) { sum, stretch in sum + missed[stretch].count { $0 } }
            let background = background(missed: missed.count { $0 } - missedInside, of: missed.count - inside)
            let next = likeliest(missed, background: background, penalty: penalty)
            let isSettled = next.stretches == course.stretches
            course = next
            if isSettled { break }
        }
        return course
    }

    /// The course that makes the series likeliest, each change for the worse paid for.
    private static func likeliest(_ missed: [Bool], background: Double, penalty: Double) -> Course {
        let gains = [down, failingInPart].map { rate in
            (missed: log(rate / background), arrived: log((1 - rate) / (1 - background)))
        }
        // How much likelier the best course is that ends in each state than one that is up all along.
        var (up, isDown, isFailing) = (0.0, -Double.infinity, -Double.infinity)
        // For each place and state, the state of the place before: two bits each.
        var origins = [UInt8](repeating: 0, count: missed.count)
        for (place, isMissed) in missed.enumerated() {
            let (entered, best) = (up - penalty, max(up, isDown, isFailing))
            var origin: UInt8 = up == best ? 0 : isDown == best ? 1 : 2
            if isDown >= entered { origin |= 1 << 2 }
            if isFailing >= entered { origin |= 2 << 4 }
            origins[place] = origin
            up = best
            isDown = max(isDown, entered) + (isMissed ? gains[0].missed : gains[0].arrived)
            isFailing = max(isFailing, entered) + (isMissed ? gains[1].missed : gains[1].arrived)
        }
        let best = max(up, isDown, isFailing)
        let missedCount = Double(missed.count { $0 })
        return Course(
            stretches: stretches(from: origins, ending: up == best ? 0 : isDown == best ? 1 : 2),
            background: background,
            likelihood: best + missedCount * log(background)
                + (Double(missed.count) - missedCount) * log(1 - background)
        )
    }

    /// The places at which the channel was not up, read from the last one back.
    private static func stretches(from origins: [UInt8], ending last: Int) -> [Range<Int>] {
        var stretches: [Range<Int>] = []
        var (state, end) = (last, origins.count)
        for place in origins.indices.reversed() {
            let before = Int(origins[place] >> UInt8(2 * state) & 3)
            if state == 0, before != 0 { end = place }
            if state != 0, before == 0 { stretches.append(place..<end) }
            state = before
        }
        return stretches.reversed()
    }

    // MARK: Edges

    /// Takes neighbours together where a single outage of which so much got through is likelier than two.
    private static func joined(
        _ stretches: [Range<Int>],
        of missed: [Bool],
        background: Double,
        penalty: Double
    ) -> [Range<Int>] {
        let likelihood = { (stretch: Range<Int>) in
            let lost = Double(missed[stretch].count { $0 })
            let rate = min(lost / Double(stretch.count), down)
            return lost * log(rate) + (Double(stretch.count) - lost) * log(1 - rate)
        }
        return stretches.reduce(into: []) { joined, stretch in
            guard let last = joined.last else { return joined = [stretch] }
            let both = last.lowerBound..<stretch.upperBound
            let between = Double(stretch.lowerBound - last.upperBound) * log(1 - background)
            if likelihood(both) >= likelihood(last) + between + likelihood(stretch) - penalty {
                joined[joined.count - 1] = both
            } else {
                joined.append(stretch)
            }
        }
    }

    /// A single miss beside an outage, with sales that arrived between, is more likely one of those that are missed as a
    /// rule: what lies beyond such a gap belongs to the outage only if that is a hundred times likelier.
    private static func trimmed(_ stretch: Range<Int>, of missed: [Bool], background: Double) -> Range<Int> {
        // Taken as down as long as it is short, since one that arrived says little.
        let rate = (Double(missed[stretch].count { $0 }) + 10 * down) / (Double(stretch.count) + 10)
        let gain = (missed: log(rate / background), arrived: log((1 - rate) / (1 - background)))
        let head = strays(missed[stretch], gain)
        let tail = strays(missed[stretch].reversed(), gain)
        guard head + tail < stretch.count else { return stretch }
        return stretch.lowerBound + head..<stretch.upperBound - tail
    }

    /// How many of the first do not belong to the rest, from which some that arrived part them.
    private static func strays(_ missed: some Sequence<Bool>, _ gain: (missed: Double, arrived: Double)) -> Int {
        var (score, strays, isAfterGap) = (0.0, 0, false)
        for (place, isMissed) in missed.enumerated() {
            if isMissed, isAfterGap, score < log(1 / falseAlarms) { strays = place }
            score += isMissed ? gain.missed : gain.arrived
            isAfterGap = !isMissed
        }
        return strays
    }
}
