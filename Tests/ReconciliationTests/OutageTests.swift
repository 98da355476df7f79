import Testing

@testable import Reconciliation

/// Sales in a row, each a character: `.` arrived, `x` was missed. What lies between `[` and `]` is the outage.
@Suite struct OutageTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let books: String
    }

    static let usual = String(repeating: ".", count: 60)

    static let leaking = "xxxxxxxx.xxxxxxxxx.xxxxxx...xxxxxxx.xxxxxxxxxxx...xxxxxxxxxxx.xxxxxx"

    static let cases = [
        Case(testDescription: "nothing at all", books: ""),
        Case(testDescription: "all is well", books: usual),
        Case(testDescription: "a single lost webhook", books: "\(usual)x\(usual)"),
        Case(testDescription: "the last sale is lost", books: "\(usual)x"),
        Case(testDescription: "one of thirty, all along", books: String(repeating: "\(usual.prefix(29))x", count: 12)),
        Case(testDescription: "one of ten gets through, twice three in a row", books: "\(usual)[\(leaking)]\(usual)"),
        Case(testDescription: "two in a row may be chance", books: "\(usual)xx\(usual)"),
        Case(testDescription: "three in a row are none", books: "\(usual)[xxx]\(usual)"),
        Case(testDescription: "a morning", books: "\(usual)[xxxxxxxx]\(usual)"),
        Case(testDescription: "one got through", books: "\(usual)[xxxxx.xxxx]\(usual)"),
        Case(testDescription: "a single one beside it is not of it", books: "\(usual)x.[xxxxxxxx].x\(usual)"),
        Case(testDescription: "nor one three sales away", books: "\(usual)x...[xxx]\(usual)"),
        Case(testDescription: "it was there before", books: "[xxxxxxxx]\(usual)"),
        Case(testDescription: "it goes on", books: "\(usual)[xxxxxxxx]"),
        Case(testDescription: "nothing arrived at all", books: "[xxxxxxxxxxxxxxxxxxxxxxxx]"),
        Case(
            testDescription: "two, with a quarter of the sales between",
            books: "\(usual)[xxxxxxxx]\(usual)[xxxxx]\(usual)"
        ),
        Case(
            testDescription: "every second sale, for a while",
            books: "\(usual)\(usual)[xx.xx.x..x.xx.x.x.xx.x.x.x..xx.x.xx]\(usual)\(usual)"
        ),
    ]

    @Test(arguments: cases) func aStretchIsFoundWhereChanceDoesNotExplainIt(_ test: Case) {
        let missed = test.books.filter { "x.".contains($0) }.map { $0 == "x" }
        var found = ""
        let stretches = MissStretches(of: missed).stretches
        for (place, isMissed) in missed.enumerated() {
            if stretches.contains(where: { $0.lowerBound == place }) { found += "[" }
            found += isMissed ? "x" : "."
            if stretches.contains(where: { $0.upperBound == place + 1 }) { found += "]" }
        }
        #expect(found == test.books)
    }

    /// The more is missed as a rule, the more it takes.
    @Test func whatIsMissedAsARuleIsMeasured() {
        let leaking = String(repeating: ".........x", count: 30).map { $0 == "x" }
        #expect(MissStretches(of: leaking).stretches.isEmpty)
        let two = leaking + [true, true] + leaking
        #expect(MissStretches(of: two).stretches.isEmpty)
        let ten = leaking + Array(repeating: true, count: 10) + leaking
        #expect(MissStretches(of: ten).stretches.map(\.count) == [11], "with the one before it, in an unbroken row")
    }
}

/// What the search makes of the stretches.
@Suite struct OutageSearchTests {
    static let start = Instant(secondsSinceEpoch: 1_764_028_800)

    /// A sale every ten minutes of books as in ``OutageTests``; `l` came two hours late.
    static func series(_ books: String) -> ArrivalSeries {
        var series = ArrivalSeries()
        for (place, mark) in books.enumerated() {
            series.append(at: at(place), delay: mark == "x" ? nil : mark == "l" ? 7_200 : 4)
        }
        return series
    }

    static func at(_ place: Int) -> Instant { start + Int64(place) * 600 }

    static func search(
        _ books: [ArrivalSource: String],
        undelivered: [DeliveryEvidence.UndeliveredEvent] = [],
        isDisabled: Bool? = false
    ) throws -> OutageSearch {
        let count = books.values.map(\.count).max() ?? 0
        return OutageSearch(
            books.mapValues(series),
            over: try Period(since: start - 60, cutOff: at(count) + 7_200),
            evidence: DeliveryEvidence(undelivered: undelivered, isDisabled: isDisabled, eventsKeptSince: start - .day)
        )
    }

    /// A missed sale of a buyer of its own.
    static func missed(_ place: Int, _ fate: MissedArrival.Fate = .waiting, buyer: Int? = nil) -> MissedArrival {
        var arrival = MissedArrival(.session, at: at(place), fate: fate)
        (arrival.buyer, arrival.currency) = ("buyer \(buyer ?? place)", place.isMultiple(of: 2) ? .usd : .jpy)
        (arrival.amountMinor, arrival.credits, arrival.isDelivered) = (1_000, 50, true)
        return arrival
    }

    static let usual = OutageTests.usual

    @Test func itLiesBetweenTheNeighboursThatArrived() throws {
        var search = try Self.search([.session: "\(Self.usual)xxxx\(Self.usual)"])
        for place in 60..<64 { search.add(Self.missed(place)) }
        let outage = try #require(search.result.outages.first)
        #expect(outage.began == Outage.Edge(from: Self.at(59), to: Self.at(60)))
        #expect(outage.ended == Outage.Edge(from: Self.at(63), to: Self.at(64)))
        #expect(outage.period == (try Period(since: Self.at(59), cutOff: Self.at(64))))
        #expect(outage.damage.sales == 4 && outage.damage.buyers == 4 && outage.damage.waiting == 4)
        #expect(outage.damage.purchases["usd"] == TieOut.Line(count: 2, amountMinor: 2_000, credits: 100))
        #expect(outage.damage.purchases["jpy"] == TieOut.Line(count: 2, amountMinor: 2_000, credits: 100))
        #expect(outage.kind == .handlerFailing)
    }

    /// Hours without a sale are no evidence of anything: the edge is as wide as the night.
    @Test func aQuietNightIsNoOutage() throws {
        var series = ArrivalSeries()
        for day in 0..<30 {
            for hour in 9..<18 {
                series.append(at: Self.start + Int64(day) * .day + Int64(hour) * .hour, delay: 3)
            }
        }
        let search = OutageSearch(
            [.session: series],
            over: try Period(since: Self.start, cutOff: Self.start + 30 * .day),
            evidence: DeliveryEvidence(eventsKeptSince: Self.start)
        )
        #expect(search.result.outages.isEmpty)
    }

    @Test func whatTroublesOneBuyerIsNoOutage() throws {
        var search = try Self.search([.session: "\(Self.usual)xxxx\(Self.usual)"])
        for place in 60..<64 { search.add(Self.missed(place, buyer: 7)) }
        #expect(search.result.outages.isEmpty)
        #expect(search.result.singles == 4)
    }

    @Test func whatCameLateWasMissedAtItsTime() throws {
        var search = try Self.search([.session: "\(Self.usual)llxllx\(Self.usual)"])
        for place in [60, 61, 63, 64] { search.add(Self.missed(place, .late(7_200))) }
        search.add(Self.missed(62, .mended(by: "20261123T021500Z-nightly-3f9c", at: Self.at(90))))
        search.add(Self.missed(65))
        search.add(Self.missed(30, .late(4)))
        let outage = try #require(search.result.outages.first)
        #expect(outage.kind == .endpointDown)
        #expect((outage.damage.late, outage.damage.mended, outage.damage.waiting) == (4, 1, 1))
        #expect(outage.damage.mendedBy == ["20261123T021500Z-nightly-3f9c": Self.at(90)])
        #expect(search.result.singles == 0)
    }

    /// An application that grants once an hour is taken as it is.
    @Test func lateIsMeasuredAgainstTheLedgersOwnPace() {
        var hourly = ArrivalSeries()
        for place in 0..<60 { hourly.append(at: Self.at(place), delay: Int64(3_600 - place % 6 * 600)) }
        #expect(hourly.lateAfter == 4 * 2_400)
        #expect(!hourly.missed.contains(true))
        #expect(Self.series("...l...").missed.count { $0 } == 1)
    }

    @Test func theLogNarrowsTheEdgesAndTellsWhetherEverythingWasLost() throws {
        // The log hears of other sales too, between those of credits.
        var payments = ArrivalSeries()
        for place in 0..<248 {
            payments.append(at: Self.start + Int64(place) * 300 + 120, delay: (119..<128).contains(place) ? nil : 3)
        }
        var search = OutageSearch(
            [.session: Self.series("\(Self.usual)xxxx\(Self.usual)"), .payment: payments],
            over: try Period(since: Self.start, cutOff: Self.at(130)),
            evidence: DeliveryEvidence(eventsKeptSince: Self.start)
        )
        for place in 60..<64 { search.add(Self.missed(place)) }
        let outage = try #require(search.result.outages.first)
        #expect(search.result.outages.count == 1)
        #expect(outage.sources == [.session, .payment])
        #expect(outage.began == Outage.Edge(from: Self.at(59) + 120, to: Self.at(59) + 420))
        #expect(outage.kind == .handlerFailing)
    }

    @Test func whereOtherEventsArriveItIsOneTypeOnly() throws {
        var search = try Self.search([
            .session: "\(Self.usual)xxxx\(Self.usual)", .payment: "\(Self.usual)....\(Self.usual)",
        ])
        for place in 60..<64 { search.add(Self.missed(place)) }
        #expect(search.result.outages.map(\.kind) == [.oneEventType])
    }

    /// An application that logs the payments of credits alone, and sells other things: nothing is down.
    @Test func aLogOfAPartOfThePaymentsIsNoOutage() throws {
        let other = String(repeating: "x.xx.x.xxx", count: 12)
        let search = try Self.search([.session: "\(Self.usual)\(Self.usual)", .payment: other])
        #expect(search.result.outages.isEmpty)
        let down = try Self.search([
            .session: "\(Self.usual)\(Self.usual)", .payment: "\(Self.usual)xxxxx\(Self.usual)",
        ])
        #expect(down.result.outages.map(\.sources) == [[.payment]])
    }

    @Test func oneSaleIsEnoughWhereStripeCannotDeliverAndNothingHasArrivedSince() throws {
        let event = DeliveryEvidence.UndeliveredEvent(type: "checkout.session.completed", created: Self.at(60))
        for (evidence, isDisabled, count) in [([event], false, 1), ([], true, 1), ([], false, 0)] {
            var search = try Self.search([.session: "\(Self.usual)x"], undelivered: evidence, isDisabled: isDisabled)
            var missed = Self.missed(60)
            missed.isDelivered = evidence.isEmpty
            search.add(missed)
            #expect(search.result.outages.count == count)
            #expect(search.result.outages.first?.ended.isOpen != false)
        }
        // Another one has arrived since: that one was lost by itself.
        let search = try Self.search([.session: "\(Self.usual)x."], undelivered: [event])
        #expect(search.result.outages.isEmpty)
    }

    @Test func failedRowsSayWhatTheDatabaseRefused() throws {
        var search = try Self.search([.session: "\(Self.usual)xxxx\(Self.usual)"])
        for place in 60..<64 {
            var missed = Self.missed(place)
            missed.message = place < 63 ? "violates check constraint" : nil
            search.add(missed)
        }
        let outage = try #require(search.result.outages.first)
        #expect(outage.kind == .constraint)
        #expect(outage.damage.messages == ["violates check constraint": 3])
    }
}
