import Foundation
import Synchronization

/// How often somebody may try a password: counted before it is looked at, so that many tries at once get no more looks.
///
/// What it answers does not depend on whether the account exists.
final class SignInThrottle: Sendable {
    /// How many tries a quarter of an hour has.
    struct Limits: Sendable {
        /// The time that tries count for, in seconds.
        var window = 900.0
        /// Of one account from one address.
        var ofPair = 5
        /// Of one account from all addresses, as those of a botnet.
        var ofAccount = 30
        /// From one address for all accounts, as of one password tried with many names; offices share an address.
        var ofAddress = 60
        /// For how long a right password frees its account and address from the two wider limits, in seconds: 30 days.
        var acquaintance = 2_592_000.0
        /// How many counts are kept, and how many acquaintances.
        var entries = 20_000
    }

    private struct Books {
        var tries: [Counted: [Date]] = [:]
        var acquaintances: [Counted: Date] = [:]
    }

    private let limits: Limits
    private let books = Mutex(Books())

    init(_ limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Counts a try and lets it through.
    ///
    /// - Throws: ``SignInRefusal/tooManyTries(wait:)``; the password is not to be looked at, and the try is not counted.
    func admit(account: String, from address: NetworkAddress?, now: Date) throws(SignInRefusal) -> SignInTry {
        let counted = SignInTry.Counts(account: account, address: address)
        let outcome = books.withLock { books -> Result<SignInTry, SignInRefusal> in
            var wait = wait(books.tries[counted.pair], limit: limits.ofPair, now)
            if !isWithin(limits.acquaintance, books.acquaintances[counted.pair], now) {
                wait = max(
                    wait,
                    self.wait(books.tries[counted.account], limit: limits.ofAccount, now),
                    self.wait(books.tries[counted.address], limit: limits.ofAddress, now)
                )
            }
            guard wait == 0 else { return .failure(.tooManyTries(wait: .seconds(wait))) }
            makeRoom(in: &books.tries, now)
            for key in counted.all { books.tries[key] = recent(books.tries[key], now) + [now] }
            let ordinal = books.tries[counted.pair]?.count ?? 1
            return .success(SignInTry(counts: counted, at: now, ordinal: ordinal))
        }
        return try outcome.get()
    }

    /// The password was right: the account starts anew from that address, and is known there.
    func succeeded(_ attempt: SignInTry) {
        books.withLock { books in
            takeBack(attempt, in: &books.tries)
            books.tries[attempt.counts.pair] = nil
            if books.acquaintances.count >= limits.entries,
                let oldest = books.acquaintances.min(by: { $0.value < $1.value })
            {
                books.acquaintances[oldest.key] = nil
            }
            books.acquaintances[attempt.counts.pair] = attempt.at
        }
    }

    /// Nobody could say whether the password was right: the try does not count.
    func unanswered(_ attempt: SignInTry) {
        books.withLock { takeBack(attempt, in: &$0.tries) }
    }

    /// Lets somebody try an access token, as long as not too many from their address were refused.
    ///
    /// - Throws: ``SignInRefusal/tooManyTries(wait:)``.
    func admitToken(from address: NetworkAddress?, now: Date) throws(SignInRefusal) {
        let wait = books.withLock { self.wait($0.tries[Self.tokens(from: address)], limit: limits.ofAddress, now) }
        if wait > 0 { throw .tooManyTries(wait: .seconds(wait)) }
    }

    /// A token from there was refused.
    func refusedToken(from address: NetworkAddress?, now: Date) {
        let key = Self.tokens(from: address)
        books.withLock { books in
            makeRoom(in: &books.tries, now)
            books.tries[key] = recent(books.tries[key], now) + [now]
        }
    }

    private static func tokens(from address: NetworkAddress?) -> Counted {
        .tokens(address?.network ?? NetworkAddress.none)
    }

    /// How many counts are kept at the moment.
    var count: Int { books.withLock { $0.tries.count } }

    private func takeBack(_ attempt: SignInTry, in tries: inout [Counted: [Date]]) {
        for key in attempt.counts.all {
            guard let index = tries[key]?.firstIndex(of: attempt.at) else { continue }
            tries[key]?.remove(at: index)
            if tries[key]?.isEmpty == true { tries[key] = nil }
        }
    }

    /// How many seconds until another try may be made; 0 for at once.
    private func wait(_ times: [Date]?, limit: Int, _ now: Date) -> Double {
        let recent = recent(times, now)
        guard recent.count >= limit else { return 0 }
        return recent[recent.count - limit].timeIntervalSince(now) + limits.window
    }

    private func recent(_ times: [Date]?, _ now: Date) -> [Date] {
        (times ?? []).filter { isWithin(limits.window, $0, now) }
    }

    /// Whether that was so many seconds ago at most; what a clock that was set back puts into the future counts no more.
    private func isWithin(_ seconds: Double, _ moment: Date?, _ now: Date) -> Bool {
        guard let moment else { return false }
        return (0..<seconds).contains(now.timeIntervalSince(moment))
    }

    /// Drops what no longer counts; where that is not enough, a quarter of the rest: fewest tries first, oldest first, so that
    /// whoever tries many names does not free the one that is locked.
    private func makeRoom(in tries: inout [Counted: [Date]], _ now: Date) {
        guard tries.count + 3 > limits.entries else { return }
        tries = tries.filter { !recent($0.value, now).isEmpty }
        guard tries.count + 3 > limits.entries else { return }
        let order = tries.sorted { left, right in
            (left.value.count, left.value.last ?? now) < (right.value.count, right.value.last ?? now)
        }
        for (key, _) in order.prefix(max(3, limits.entries / 4)) { tries[key] = nil }
    }

    /// What tries are counted by; digests of names, so that long names take no memory.
    fileprivate enum Counted: Hashable {
        case pair([UInt8], NetworkAddress)
        case account([UInt8])
        case address(NetworkAddress)
        case tokens(NetworkAddress)
    }
}

/// A try that was let through.
struct SignInTry: Sendable {
    fileprivate struct Counts: Sendable {
        let pair: SignInThrottle.Counted
        let account: SignInThrottle.Counted
        let address: SignInThrottle.Counted
        var all: [SignInThrottle.Counted] { [pair, account, address] }

        init(account: String, address: NetworkAddress?) {
            // Spellings that whoever vouches may take for the same name: otherwise each would have tries of its own.
            let plain = account.precomposedStringWithCompatibilityMapping.lowercased()
            let name = RandomToken.digest(of: plain.trimmingCharacters(in: .whitespacesAndNewlines))
            // Whoever has IPv6 has a whole network of addresses. Connections without an address share one count.
            let network = address?.network ?? NetworkAddress.none
            pair = .pair(name, network)
            self.account = .account(name)
            self.address = .address(network)
        }
    }

    fileprivate let counts: Counts
    fileprivate let at: Date
    fileprivate let ordinal: Int

    /// For how long the answer is to be held back when the password was wrong: 0.5 s, then twice as long each time.
    var delay: Duration { .milliseconds(500 << min(ordinal - 1, 6)) }
}
