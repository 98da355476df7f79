import Foundation
import HTTPTransport
import Synchronization

/// Those who sign in with a name and a password that only the portal knows.
final class LocalUsers: Sendable {
    fileprivate struct Known {
        var stamp: LocalUserFile.Stamp?
        var users: [String: LocalUser] = [:]
        /// When a user was seen changed or gone, by name.
        var changedAt: [String: Date] = [:]
        /// Somebody whom nobody knows; their password is hashed for unknown names.
        var nobody = PasswordHash(unmatchedAt: PasswordHash.Cost())
    }

    private let file: LocalUserFile
    private let desk = PasswordDesk()
    private let known = Mutex(Known())

    /// Reads the file once, so that what is wrong with it is known at the start.
    ///
    /// - Throws: ``SignInFault``, see ``LocalUserFile/read()``.
    init(file: LocalUserFile, now: Date) throws(SignInFault) {
        self.file = file
        try refresh(now)
    }

    /// Whether somebody has that name, by what was last read of the file.
    func knows(_ name: String) -> Bool {
        // No two differ in upper and lower case alone.
        let name = name.precomposedStringWithCanonicalMapping.lowercased()
        return known.withLock { $0.users.keys.contains { $0.lowercased() == name } }
    }

    /// The account of that name and password. A name that nobody has takes as long as one that somebody has.
    ///
    /// - Throws: ``SignInRefusal``: `wrongPassword`, and `unavailable` while the file cannot be read or too many sign in.
    func account(name: String, password: Secret, now: Date) async throws(SignInRefusal) -> Account {
        do { try refresh(now) } catch { throw .unavailable(error.description) }
        // A longer one was never set, and hashing it costs.
        guard password.revealed().utf8.count <= PasswordHash.lengths.upperBound else { throw .wrongPassword }
        let (user, hash) = known.withLock { known in
            let user = known.users[name.precomposedStringWithCanonicalMapping]
            return (user, user?.hash ?? known.nobody)
        }
        let isRight = try await desk.matches(hash, password)
        guard isRight, let user else { throw .wrongPassword }
        return Account(name: user.name, role: user.role, source: .local)
    }

    /// Whether a session of a local user may go on: they are still there, with the same role, and their password was not
    /// changed since it was opened.
    func vouch(for account: Account, since opened: Date, now: Date) -> Bool {
        do { try refresh(now) } catch { return false }
        return known.withLock { known in
            guard known.users[account.name]?.role == account.role else { return false }
            return known.changedAt[account.name].map { $0 <= opened } ?? true
        }
    }

    /// Reads the file when it changed. A file that cannot be read lets nobody in: who was removed must not be.
    private func refresh(_ now: Date) throws(SignInFault) {
        let result = known.withLock { known -> Result<Void, SignInFault> in
            if let stamp = known.stamp, file.stamp == stamp { return .success(()) }
            do throws(SignInFault) {
                let (users, stamp) = try file.read()
                known.take(users, stamp: stamp, now: now)
                return .success(())
            } catch {
                known.stamp = nil
                return .failure(error)
            }
        }
        try result.get()
    }
}

extension LocalUsers.Known {
    fileprivate mutating func take(_ users: [LocalUser], stamp: LocalUserFile.Stamp, now: Date) {
        let former = self.users
        self.users = Dictionary(uniqueKeysWithValues: users.map { ($0.name, $0) })
        for (name, user) in former where self.users[name] != user { changedAt[name] = now }
        self.stamp = stamp
        // A hash of the cost that most users have, so that time does not tell who exists.
        let costs = Dictionary(grouping: users, by: \.hash.cost)
        if let usual = costs.max(by: { $0.value.count < $1.value.count })?.key, usual != nobody.cost {
            nobody = PasswordHash(unmatchedAt: usual)
        }
    }
}
