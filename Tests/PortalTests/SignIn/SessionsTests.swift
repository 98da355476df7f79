import Foundation
import Testing

@testable import tieout_portal

/// Who is signed in, for how long, and how it ends; and the link that is good once.
@Suite struct SessionsTests {
    private let start = Date(timeIntervalSince1970: 1_790_000_000)
    private let ann = Account(name: "ann@example.com", role: .approver, source: .application)
    private let sessions = Sessions()

    private func isSignedIn(_ opened: Sessions.Opened, after seconds: Double) -> Bool {
        sessions.session(of: opened.cookie.text, now: start + seconds) != nil
    }

    @Test func aSessionIsFoundByItsCookieAlone() throws {
        let opened = sessions.open(for: ann, now: start)
        #expect(sessions.session(of: opened.cookie.text, now: start)?.account == ann)
        #expect(opened.cookie.text.count == 43)
        for other in [
            "", "x", RandomToken().text, String(opened.cookie.text.dropLast()), opened.cookie.text + "=",
            opened.session.formToken,
        ] {
            #expect(sessions.session(of: other, now: start) == nil)
        }
    }

    @Test func itEndsHalfAnHourAfterTheLastRequest() {
        let opened = sessions.open(for: ann, now: start)
        #expect(isSignedIn(opened, after: 1799))
        #expect(isSignedIn(opened, after: 1799 + 1799))
        #expect(!isSignedIn(opened, after: 3598 + 1800))
        #expect(!isSignedIn(opened, after: 3600), "and stays so, whatever the clock says then")
    }

    @Test func itEndsAfterEightHoursWhateverIsAsked() {
        let opened = sessions.open(for: ann, now: start)
        for minute in stride(from: 0.0, to: 480, by: 20) { #expect(isSignedIn(opened, after: minute * 60)) }
        #expect(isSignedIn(opened, after: 28_799))
        #expect(!isSignedIn(opened, after: 28_800))
        #expect(sessions.count == 0)
    }

    @Test func signingOutEndsItAndNoOther() {
        let (here, there) = (sessions.open(for: ann, now: start), sessions.open(for: ann, now: start))
        sessions.end(here.cookie.text)
        #expect(!isSignedIn(here, after: 1) && isSignedIn(there, after: 1))
    }

    /// A value that somebody put into the browser before its owner signed in is worth nothing afterwards.
    @Test func signingInGivesANewValueAndEndsTheFormer() {
        let former = sessions.open(for: ann, now: start)
        let opened = sessions.open(for: ann, replacing: former.cookie.text, now: start + 1)
        #expect(opened.cookie.text != former.cookie.text && opened.session.formToken != former.session.formToken)
        #expect(!isSignedIn(former, after: 2) && isSignedIn(opened, after: 2))
        let chosen = "a-value-that-somebody-else-has-chosen-before"
        _ = sessions.open(for: ann, replacing: chosen, now: start)
        #expect(sessions.session(of: chosen, now: start) == nil)
    }

    @Test func formsCarryTheirSessionsOwnValue() {
        let (one, other) = (sessions.open(for: ann, now: start).session, sessions.open(for: ann, now: start).session)
        #expect(one.gave(formToken: one.formToken))
        for sent in [other.formToken, "", String(one.formToken.dropLast()), one.formToken + "A"] {
            #expect(!one.gave(formToken: sent))
        }
    }

    @Test func anAccountHasTenAndALaterOneEndsItsOldest() {
        let bea = sessions.open(for: Account(name: "bea", role: .viewer, source: .local), now: start)
        let opened = (0..<12).map { sessions.open(for: ann, now: start + Double($0)) }
        #expect(opened.map { isSignedIn($0, after: 20) } == [false, false] + Array(repeating: true, count: 10))
        #expect(isSignedIn(bea, after: 20))
    }

    @Test func thereAreSoManyAndALaterOneEndsTheQuietest() {
        let sessions = Sessions(.init(inAll: 100))
        let opened = (0..<100).map {
            sessions.open(for: Account(name: "user \($0)", role: .viewer, source: .local), now: start + Double($0))
        }
        // The first is the only one that asks for something.
        #expect(sessions.session(of: opened[0].cookie.text, now: start + 200) != nil)
        let late = sessions.open(for: ann, now: start + 201)
        #expect(sessions.count == 100)
        let signedIn = (opened + [late]).map { sessions.session(of: $0.cookie.text, now: start + 202) != nil }
        #expect(signedIn == [true, false] + Array(repeating: true, count: 99))
    }

    @Test func valuesAreNeverAlike() {
        let values = (0..<10_000).map { _ in RandomToken().text }
        #expect(Set(values).count == values.count)
        #expect(values.allSatisfy { Base64URL.decoded($0)?.count == 32 })
    }

    @Test func aLinkIsGoodOnce() {
        let link = OneTimeLink(for: "operator", role: .approver, now: start)
        #expect(link.take("", now: start) == nil)
        #expect(link.take(RandomToken().text, now: start) == nil, "a wrong one does not use it up")
        #expect(
            link.take(link.token.text, now: start + 899)
                == Account(name: "operator", role: .approver, source: .oneTimeLink)
        )
        #expect(link.take(link.token.text, now: start + 899) == nil)
    }

    @Test func aLinkIsGoodForAQuarterOfAnHour() {
        let link = OneTimeLink(for: "operator", role: .viewer, now: start)
        #expect(link.take(link.token.text, now: start + 900) == nil)
    }

    @Test func manyAtOnceUseALinkOnce() async {
        let link = OneTimeLink(for: "operator", role: .viewer, now: start)
        let taken = await withTaskGroup { group in
            for _ in 0..<100 { group.addTask { link.take(link.token.text, now: start) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(taken == 1)
    }
}
