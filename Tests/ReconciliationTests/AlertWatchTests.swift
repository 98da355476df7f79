import Testing

@testable import Reconciliation

/// Night after night: what is told, and what is silent because it was told already.
@Suite struct AlertWatchTests {
    private static let night = Instant(secondsSinceEpoch: 1_750_000_000)

    private static func held(_ count: Int64, _ severity: RunEvent.Severity? = nil) -> Alert {
        Alert(.correctionsHeld, severity: severity, "corrections are held", counts: [.init("held", count)])
    }

    /// What is told in each of those nights, the first number being hours after the first.
    private func told(_ nights: [(hours: Int64, raised: [Alert])]) -> [[String]] {
        var standing: [StandingAlert] = []
        return nights.map { night in
            let look = AlertWatch().look(
                at: night.raised,
                standing: standing,
                environment: "live",
                now: Self.night + night.hours * .hour
            )
            standing = look.standing
            return look.notices.map { "\($0.reason) \($0.alert.severity) \($0.alert.code)" }
        }
    }

    @Test func anOutageIsToldOnceAndThatItIsOver() {
        let outage = Alert(.circuitBreaker, "most purchases look ungranted")
        #expect(
            told([(0, [outage]), (24, [outage]), (48, []), (72, [])]) == [
                ["began critical circuitBreaker"], [], ["ended critical circuitBreaker"], [],
            ]
        )
    }

    @Test func whatBecomesMoreIsToldOnceADay() {
        let nights: [(Int64, [Alert])] = [
            (0, [Self.held(3)]), (2, [Self.held(5)]), (24, [Self.held(5)]), (48, [Self.held(4)]), (49, [Self.held(9)]),
        ]
        #expect(
            told(nights) == [
                ["began warning correctionsHeld"], [], ["changed warning correctionsHeld"], [],
                ["changed warning correctionsHeld"],
            ]
        )
    }

    @Test func whatBecomesMoreSevereIsToldAtOnce() {
        #expect(
            told([(0, [Self.held(3)]), (1, [Self.held(3, .critical)]), (2, [Self.held(3)])]) == [
                ["began warning correctionsHeld"], ["changed critical correctionsHeld"], [],
            ]
        )
    }

    @Test func whatNobodySeesToMattersMoreAfterThreeDays() {
        let nights = (0...8).map { (hours: Int64($0) * 24, raised: [Self.held(3)]) }
        #expect(
            told(nights) == [
                ["began warning correctionsHeld"], [], [], ["aged error correctionsHeld"], [], [],
                ["aged error correctionsHeld"], [], [],
            ]
        )
    }

    @Test func whatIsForInformationNeverMattersMore() {
        let due = Alert(.invoicesPastDue, "invoices are past due", counts: [.init("invoices", 2)])
        #expect(told((0...8).map { ($0 * 24, [due]) }).dropFirst() == Array(repeating: [], count: 8)[...])
    }

    /// A run that failed looked at nothing, so it cannot say that anything is over.
    @Test func whatWasNotLookedAtIsNotOver() {
        let standing = [StandingAlert(Self.held(3), since: Self.night, toldAt: Self.night, environment: "live")]
        let failed = Alert(.runFailed, "the run failed")
        let look = AlertWatch().look(
            at: [failed],
            standing: standing,
            examined: [.runFailed],
            environment: "live",
            now: Self.night + 60
        )
        #expect(look.notices.map(\.alert) == [failed])
        #expect(look.standing.map(\.alert.code) == [.runFailed, .correctionsHeld])
    }

    /// A run without a usable key does not know whether it is live; the one that is mended does.
    @Test func whatBeganUnderANameEndsUnderIt() {
        let watch = AlertWatch()
        let failed = Alert(.runFailed, "there is no key")
        let first = watch.look(at: [failed], standing: [], environment: "unknown", now: Self.night)
        let later = watch.look(at: [], standing: first.standing, environment: "live", now: Self.night + .day)
        #expect(first.notices == [Notice(failed, .began, since: Self.night, environment: "unknown")])
        #expect(later.notices == [Notice(failed, .ended, since: Self.night, environment: "unknown")])
    }

    /// A run without a key, while the database was out of reach, told under another name what stands in the books already:
    /// whoever was called twice is called off twice.
    @Test func oneMatterUnderTwoNamesEndsUnderBoth() {
        let failed = Alert(.runFailed, "there is no key")
        let standing = ["live", "unknown"].map {
            StandingAlert(failed, since: Self.night, toldAt: Self.night, environment: $0)
        }
        let watch = AlertWatch()
        let same = watch.look(at: [failed], standing: standing, environment: "unknown", now: Self.night + .hour)
        #expect(same.notices == [])
        #expect(Set(same.standing) == Set(standing))
        let over = watch.look(at: [], standing: same.standing, environment: "live", now: Self.night + .day)
        #expect(over.notices.allSatisfy { $0.reason == .ended })
        #expect(Set(over.notices.map(\.environment)) == ["live", "unknown"])
        #expect(over.standing == [])
    }

    /// What was told while the books were out of reach joins them: as old as the older, and as it was told last.
    @Test func whatWasKeptElsewhereJoins() {
        let of = { (count: Int64, since: Int64, told: Int64, environment: String) in
            StandingAlert(
                Self.held(count),
                since: Self.night + since,
                toldAt: Self.night + told,
                environment: environment
            )
        }
        let books = [of(3, 100, 100, "live"), of(1, 50, 50, "test")]
        #expect(books.joined(by: []) == books)
        #expect([].joined(by: books) == books)
        #expect(books.joined(by: [of(4, 0, 200, "live")]) == [of(4, 0, 200, "live"), books[1]])
        #expect(books.joined(by: [of(4, 200, 90, "live")]) == [of(3, 100, 100, "live"), books[1]])
        #expect(books.joined(by: [of(4, 0, 0, "unknown")]) == books + [of(4, 0, 0, "unknown")])
    }

    @Test func aBulletinLeadsWithWhatIsMostSevere() throws {
        let notices = [
            Notice(Alert(.runFailed, "the run failed"), .ended, since: Self.night),
            Notice(Self.held(3), .began, since: Self.night),
            Notice(Alert(.invariantBroken, "I1 is broken"), .began, since: Self.night),
        ]
        let bulletin = try #require(Bulletin(notices, environment: "live", run: nil, toldAt: Self.night))
        #expect(bulletin.notices.map(\.alert.code) == [.invariantBroken, .correctionsHeld, .runFailed])
        #expect(bulletin.headline == "Tieout live, critical: I1 is broken (and 2 more)")
        #expect(bulletin.severity == .critical)
        #expect(Bulletin([], environment: "live", run: nil, toldAt: Self.night) == nil)
    }
}
