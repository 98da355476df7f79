import Foundation
import Synchronization

/// Who is signed in at the moment: kept in memory, so that a restart signs everybody out.
final class Sessions: Sendable {
    /// How long sessions last, and how many there are.
    struct Limits: Sendable {
        /// From signing in, in seconds: eight hours.
        var lifetime = 28_800.0
        /// Without a request, in seconds: half an hour.
        var idle = 1800.0
        /// Of one account; one more ends its oldest.
        var ofAccount = 10
        /// Of all; one more ends the one that was quiet for the longest.
        var inAll = 10_000
    }

    /// A session that was just opened.
    struct Opened: Sendable {
        /// What goes into the cookie, and is nowhere else.
        let cookie: RandomToken
        /// The session.
        let session: Session
    }

    private let limits: Limits
    private let table = Mutex<[[UInt8]: Session]>([:])

    init(_ limits: Limits = Limits()) {
        self.limits = limits
    }

    /// Opens a session with a new value for the cookie, whatever the browser brought: nobody can have chosen it before.
    ///
    /// - Parameter former: the cookie that the browser brought, whose session ends.
    func open(for account: Account, replacing former: String? = nil, now: Date) -> Opened {
        let opened = Opened(cookie: RandomToken(), session: Session(account: account, now: now))
        table.withLock { table in
            if let former { table[RandomToken.digest(of: former)] = nil }
            makeRoom(for: account, in: &table, now: now)
            table[RandomToken.digest(of: opened.cookie.text)] = opened.session
        }
        return opened
    }

    /// The session of a cookie, which counts as a sign of life; nil when there is none, or no longer.
    func session(of cookie: String, now: Date) -> Session? {
        // The digest is looked up, never the value: how long that takes tells nothing about any cookie's value.
        let key = RandomToken.digest(of: cookie)
        return table.withLock { table in
            guard var session = table[key] else { return nil }
            guard isAlive(session, now) else {
                table[key] = nil
                return nil
            }
            session.seenAt = max(session.seenAt, now)
            table[key] = session
            return session
        }
    }

    /// Ends the session of a cookie, as signing out does.
    func end(_ cookie: String) {
        table.withLock { $0[RandomToken.digest(of: cookie)] = nil }
    }

    /// How many sessions there are, those included that ended without a request.
    var count: Int { table.withLock { $0.count } }

    private func isAlive(_ session: Session, _ now: Date) -> Bool {
        now.timeIntervalSince(session.openedAt) < limits.lifetime && now.timeIntervalSince(session.seenAt) < limits.idle
    }

    private func makeRoom(for account: Account, in table: inout [[UInt8]: Session], now: Date) {
        let own = table.filter { $0.value.account.isSame(as: account) }
        if own.count >= limits.ofAccount, let oldest = own.min(by: { $0.value.openedAt < $1.value.openedAt }) {
            table[oldest.key] = nil
        }
        guard table.count >= limits.inAll else { return }
        table = table.filter { isAlive($0.value, now) }
        while table.count >= limits.inAll, let quietest = table.min(by: { $0.value.seenAt < $1.value.seenAt }) {
            table[quietest.key] = nil
        }
    }
}

/// Somebody's being signed in, from one browser.
struct Session: Sendable {
    /// Who.
    let account: Account
    /// Since when.
    let openedAt: Date
    /// When they last asked for something.
    fileprivate(set) var seenAt: Date
    /// What every form of this session carries, so that no other site's form is taken for one.
    let formToken: String

    fileprivate init(account: Account, now: Date) {
        self.account = account
        openedAt = now
        seenAt = now
        formToken = RandomToken().text
    }

    /// Whether a form came from a page of this session.
    func gave(formToken sent: String) -> Bool { ConstantTime.equal(sent, formToken) }
}

extension Account {
    /// Whether they are one person's account, whatever its role was at the time.
    fileprivate func isSame(as other: Account) -> Bool { name == other.name && source == other.source }
}
