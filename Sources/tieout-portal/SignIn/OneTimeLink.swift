import Foundation
import Synchronization

/// A link that signs somebody in once, printed for whoever starts the portal on their own machine.
final class OneTimeLink: Sendable {
    /// What the link carries.
    let token: RandomToken
    private let account: Account
    private let end: Date
    private let digest: Mutex<[UInt8]?>

    /// - Parameter lifetime: for how many seconds it is good.
    init(for name: String, role: Account.Role, now: Date, lifetime: Double = 900) {
        token = RandomToken()
        account = Account(name: name, role: role, source: .oneTimeLink)
        end = now.addingTimeInterval(lifetime)
        digest = Mutex(RandomToken.digest(of: token.text))
    }

    /// The account, the first time that the right token comes in time; nil ever after, and for any other token.
    func take(_ text: String, now: Date) -> Account? {
        let sent = RandomToken.digest(of: text)
        return digest.withLock { digest in
            guard let kept = digest, ConstantTime.equal(sent, kept), now < end else { return nil }
            digest = nil
            return account
        }
    }
}
