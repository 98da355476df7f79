/// When pages are opened: more by day than by night, fewer on Saturdays and Sundays, and now and then many at once.
struct SalesRhythm {
    /// Weights of the hours of a day, UTC.
    private static let hours = [4, 3, 2, 1, 1, 1, 2, 3, 5, 7, 8, 9, 9, 10, 11, 12, 12, 11, 10, 9, 8, 7, 6, 5]
    private static let hourSum = hours.reduce(0, +)

    private let days: Range<Int64>
    private let span: Range<Int64>
    private let bursts: [Int64]

    /// The rhythm of a span of Unix seconds.
    init(_ span: Range<Int64>, using random: inout SplitMix64) {
        self.span = span
        days = span.lowerBound / 86_400..<(span.upperBound - 1) / 86_400 + 1
        var bursts: [Int64] = []
        for _ in 0..<6 { bursts.append(random.among(span.lowerBound...span.upperBound - 1)) }
        self.bursts = bursts
    }

    /// An instant in Unix seconds; one in ten belongs to a burst of twenty minutes.
    func instant(using random: inout SplitMix64) -> Int64 {
        while true {
            let instant = random.chance(perMille: 100) ? burst(&random) : ordinary(&random)
            if span.contains(instant) { return instant }
        }
    }

    private func burst(_ random: inout SplitMix64) -> Int64 {
        bursts[random.below(bursts.count)] + random.among(0...1_199)
    }

    private func ordinary(_ random: inout SplitMix64) -> Int64 {
        let day = random.among(days.lowerBound...days.upperBound - 1)
        // 1 January 1970 was a Thursday: remainders 2 and 3 are Saturday and Sunday, when a third stays away.
        let isWeekend = (2...3).contains(day.dividedFlooring(by: 7).remainder)
        if isWeekend, random.chance(perMille: 333) { return .min }
        var weight = random.below(Self.hourSum)
        var hour = 0
        while weight >= Self.hours[hour] {
            weight -= Self.hours[hour]
            hour += 1
        }
        return day * 86_400 + Int64(hour) * 3_600 + random.among(0...3_599)
    }
}
