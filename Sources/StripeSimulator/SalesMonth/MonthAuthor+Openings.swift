/// A page that is opened, and what becomes of it.
struct Opening {
    var at: Int64
    var story: Story
}

extension MonthAuthor {
    /// All pages of the month in order of time.
    mutating func openings() -> [Opening] {
        // The last half hour stays empty, so that whoever pays has paid and been served within the month.
        let rhythm = SalesRhythm(start..<options.ending - 1_800, using: &random)
        var openings = openingsInOutage()
        for story in stories(options.sessions - openings.count) {
            openings.append(Opening(at: rhythm.instant(using: &random), story: story))
        }
        return openings.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    /// An outage always costs something: four purchases or more, two of them refunded, one of these in full.
    private mutating func openingsInOutage() -> [Opening] {
        guard let outage = options.outage, options.sessions >= 20, outage.count > 1_800 else { return [] }
        var stories: [Story] = [.paid, .paid, .refunded, .partlyRefunded]
        stories += Array(repeating: .paid, count: options.sessions / 300)
        return stories.map { story in
            Opening(at: random.among(outage.lowerBound...outage.upperBound - 901), story: story)
        }
    }

    private mutating func stories(_ count: Int) -> [Story] {
        var stories: [Story] = []
        for story in Story.allCases {
            guard let perMille = options.perMille[story], perMille > 0 else { continue }
            let share = count * perMille / 1_000
            stories += Array(repeating: story, count: count >= 100 ? max(1, share) : share)
        }
        stories += Array(repeating: .paid, count: max(0, count - stories.count))
        return Array(random.shuffled(stories).prefix(count))
    }

    mutating func play(_ opening: Opening) {
        switch opening.story {
        case .otherProduct: sellOtherProduct(opening.at)
        case .subscription: subscribe(opening.at)
        case .setUp: storeCard(opening.at)
        default: sellCredits(opening)
        }
    }
}
