import Foundation
import HTTPTransport
import Logging

extension PortalSettings {
    /// Every way in that is set.
    ///
    /// - Throws: ``PortalFailure`` with status 78 for one that cannot be used.
    func signInDesk(link: OneTimeLink?, logger: Logger) async throws(PortalFailure) -> SignInDesk {
        do throws(SignInFault) {
            let transport = HTTPTransport(.signIn)
            let accessTokens: AccessTokens?
            if let tokens {
                accessTokens = try await AccessTokens(tokens, transport: transport)
            } else {
                accessTokens = nil
            }
            var application: ApplicationSignIn?
            if let projectURL, let projectKey {
                application = try ApplicationSignIn(project: projectURL, key: projectKey, transport: transport)
            }
            return SignInDesk(
                sessions: Sessions(sessions),
                throttle: SignInThrottle(),
                proxy: try TrustedProxy(proxy, logger: logger),
                tokens: accessTokens,
                application: application,
                users: try users.map { path throws(SignInFault) in
                    try LocalUsers(file: LocalUserFile(path: path), now: Date())
                },
                link: link
            )
        } catch {
            throw PortalFailure(.configuration, error.description, advice: error.advice)
        }
    }
}
