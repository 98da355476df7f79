import Foundation
import Testing

@testable import tieout_portal

/// How often somebody may try, by the clock that is given in.
@Suite struct SignInThrottleTests {
    private let start = Date(timeIntervalSince1970: 1_790_000_000)
    private let throttle = SignInThrottle()
    private let office = NetworkAddress("192.0.2.10")

    /// A try, whose password is wrong.
    @discardableResult
    private func fail(_ account: String, _ address: NetworkAddress?, after seconds: Double = 0) -> Result<
        Duration, SignInRefusal
    > {
        do { return .success(try throttle.admit(account: account, from: address, now: start + seconds).delay) } catch {
            return .failure(error)
        }
    }

    private func isLet(_ account: String, _ address: NetworkAddress?, after seconds: Double = 0) -> Bool {
        (try? fail(account, address, after: seconds).get()) != nil
    }

    @Test func fiveTriesInAQuarterOfAnHourEachHeldBackForLonger() {
        let delays = (0..<5).map { fail("ann", office, after: Double($0)) }
        #expect(delays == [500, 1000, 2000, 4000, 8000].map { .success(.milliseconds($0)) })
        #expect(fail("ann", office, after: 5) == .failure(.tooManyTries(wait: .seconds(895))))
        #expect(
            fail("Ann", office, after: 5) == .failure(.tooManyTries(wait: .seconds(895))),
            "other letters are no other account"
        )
        #expect(fail("ann", office, after: 899.5) == .failure(.tooManyTries(wait: .seconds(0.5))))
        #expect(isLet("ann", office, after: 900), "the first no longer counts")
        #expect(!isLet("ann", office, after: 900.5))
        #expect(isLet("ann", office, after: 901))
    }

    @Test func aThousandWrongPasswordsLockThatAccountThereAndNobodyElse() {
        let let_ = (0..<1000).filter { isLet("ann", office, after: Double($0) / 10) }
        #expect(let_ == [0, 1, 2, 3, 4])
        #expect(isLet("bea", office, after: 100), "others in the same office")
        #expect(isLet("ann", NetworkAddress("198.51.100.1"), after: 100), "the same account from elsewhere")
    }

    /// All at once: each is counted before its password is looked at.
    @Test func aThousandAtOnceGetFiveLooks() async {
        let looks = await withTaskGroup { group in
            for _ in 0..<1000 { group.addTask { isLet("ann", office) } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(looks == 5)
    }

    @Test func anAccountThatDoesNotExistIsTreatedAlike() {
        for account in ["ann", "nobody at all", "", String(repeating: "n", count: 100_000)] {
            let answers = (0..<7).map { fail(account, NetworkAddress("203.0.113.5"), after: Double($0)) }
            #expect(answers.filter { (try? $0.get()) != nil }.count == 5)
            #expect(answers[6] == .failure(.tooManyTries(wait: .seconds(894))))
        }
    }

    /// An address and a name that is typed in other code points are the same account to whoever vouches for it.
    @Test func spellingsOfOneNameAreCountedTogether() {
        for spelling in ["bj\u{F6}rn", "bjo\u{308}rn", "BJ\u{D6}RN", " bj\u{F6}rn ", "bj\u{F6}rn\n"] {
            #expect(isLet(spelling, office))
        }
        #expect(!isLet("Bj\u{F6}rn", office))
        #expect(isLet("bjorn", office), "another name")
    }

    @Test func anAccountHasThirtyTriesFromAllAddresses() throws {
        let looks = (0..<200).filter { isLet("ann", NetworkAddress("198.51.100.\($0)")) }
        #expect(looks.count == 30)
        #expect(isLet("bea", NetworkAddress("198.51.100.199")))
    }

    @Test func anAddressHasSixtyTriesForAllAccounts() {
        let looks = (0..<200).filter { isLet("user \($0)", office) }
        #expect(looks.count == 60)
        #expect(isLet("user 199", NetworkAddress("192.0.2.11")))
        #expect(isLet("user 199", office, after: 900))
    }

    /// Whoever signed in there before cannot be locked out by others: neither by a botnet that tries their account, nor by somebody in
    /// their office who tries every account.
    @Test func whoIsKnownThereIsCountedByThemselves() throws {
        throttle.succeeded(try throttle.admit(account: "ann", from: office, now: start))
        for index in 0..<200 { fail("ann", NetworkAddress("198.51.100.\(index)"), after: 10) }
        for index in 0..<200 { fail("user \(index)", office, after: 10) }
        #expect(!isLet("ann", NetworkAddress("203.0.113.1"), after: 20) && !isLet("bea", office, after: 20))
        #expect((0..<7).filter { isLet("ann", office, after: 20 + Double($0)) } == [0, 1, 2, 3, 4])
        let month = 30 * 86_400.0
        for index in 0..<200 { fail("ann", NetworkAddress("198.51.100.\(index)"), after: month) }
        #expect(!isLet("ann", office, after: month + 1))
    }

    @Test func aRightPasswordClearsTheCountThere() throws {
        for second in 0..<4 { fail("ann", office, after: Double(second)) }
        throttle.succeeded(try throttle.admit(account: "ann", from: office, now: start + 5))
        #expect(
            (0..<7).map { fail("ann", office, after: 10 + Double($0)) }.prefix(5).allSatisfy { (try? $0.get()) != nil }
        )
        #expect(fail("ann", office, after: 20) == .failure(.tooManyTries(wait: .seconds(890))))
    }

    /// Right passwords of one account do not make room for guessing others from the same address.
    @Test func aRightPasswordTakesBackItsOwnTryOnly() throws {
        for index in 0..<59 { fail("user \(index)", office) }
        for second in 1...20 {
            throttle.succeeded(try throttle.admit(account: "mallory", from: office, now: start + Double(second)))
        }
        #expect(isLet("user 100", office, after: 30))
        #expect(!isLet("user 101", office, after: 30))
    }

    @Test func aTryThatNobodyCouldJudgeDoesNotCount() throws {
        for second in 0..<100 {
            throttle.unanswered(try throttle.admit(account: "ann", from: office, now: start + Double(second)))
        }
        #expect(throttle.count == 0)
        #expect(fail("ann", office, after: 100) == .success(.milliseconds(500)))
    }

    @Test func aNetworkOfIPv6IsOneAddress() {
        let looks = (0..<50).filter { isLet("ann", NetworkAddress("2001:db8:1:2::\($0)")) }
        #expect(looks.count == 5)
        #expect(isLet("ann", NetworkAddress("2001:db8:1:3::1")))
        #expect((0..<50).filter { _ in isLet("bea", nil) }.count == 5, "without an address there is one count")
    }

    /// Somebody who tries names without end neither fills the memory nor frees the account that is locked.
    @Test func memoryIsBoundedAndALockHolds() {
        let throttle = SignInThrottle(.init(entries: 1000))
        func isLet(_ account: String, _ address: String, _ seconds: Double) -> Bool {
            (try? throttle.admit(account: account, from: NetworkAddress(address), now: start + seconds)) != nil
        }
        for second in 0..<5 { #expect(isLet("ann", "192.0.2.10", Double(second))) }
        for index in 0..<20_000 {
            _ = isLet(
                "user \(index)",
                "10.\(index / 65_536).\(index / 256 % 256).\(index % 256)",
                10 + Double(index) / 100
            )
            #expect(throttle.count <= 1000)
        }
        #expect(!isLet("ann", "192.0.2.10", 300))
    }

    @Test func aClockThatIsSetBackLocksNobody() {
        for second in 0..<5 { fail("ann", office, after: 10_000 + Double(second)) }
        #expect(isLet("ann", office, after: 0))
    }
}
