/// Why somebody is not signed in: what they are told, what the log is told, and the answer's status.
///
/// What they are told never says whether an account exists, nor which part of a token is wrong.
enum SignInRefusal: Error, Hashable, Sendable {
    /// Name and password do not fit together, whichever of them it is.
    case wrongPassword
    /// A token that is no valid one of the application.
    case invalidToken(TokenFault)
    /// Signed in, but none of their roles is let in.
    case noRole(name: String)
    /// Signed in with a password, where the account asks for a second factor that the portal cannot check.
    case secondFactor
    /// Too many tries; so long until the next may be made.
    case tooManyTries(wait: Duration)
    /// Whoever vouches is out of reach or cannot answer now; the text is for the log.
    case unavailable(String)

    /// The status of the answer.
    var status: Int {
        switch self {
        case .wrongPassword, .invalidToken: 401
        case .noRole, .secondFactor: 403
        case .tooManyTries: 429
        case .unavailable: 503
        }
    }

    /// What the person is told.
    var sentence: String {
        switch self {
        case .wrongPassword: "Name and password do not fit together."
        case .invalidToken: "This sign-in is not valid, or no longer. Please sign in again."
        case .noRole:
            "You are signed in, but your account is not allowed to see the reports. Ask whoever runs this portal."
        case .secondFactor:
            "Your account asks for a second factor, which this page cannot ask you for. Sign in through the application."
        case .tooManyTries(let wait):
            "Too many tries. Please try again in \(Self.inWords(wait))."
        case .unavailable: "Signing in does not work at the moment. Please try again in a few minutes."
        }
    }

    /// What the log says of it, without passwords and tokens.
    var logged: String {
        switch self {
        case .wrongPassword: "wrong name or password"
        case .invalidToken(let fault): "the token is refused: \(fault.rawValue)"
        case .noRole: "signed in, but no role that is let in"
        case .secondFactor: "the account has a second factor, which the portal cannot check"
        case .tooManyTries: "too many tries"
        case .unavailable(let reason): reason
        }
    }

    private static func inWords(_ wait: Duration) -> String {
        let minutes = max(1, (wait.components.seconds + 59) / 60)
        return minutes == 1 ? "a minute" : "\(minutes) minutes"
    }
}

/// What is wrong with a token; for the log only.
enum TokenFault: String, Error, Hashable, Sendable, CaseIterable {
    /// Not three parts of Base64 with a header and claims in JSON.
    case malformed = "it is no token"
    /// Longer than any that the application gives.
    case tooLong = "it is too long"
    /// An algorithm that none of the configured keys has.
    case algorithm = "its algorithm is none of the configured keys'"
    /// Signed by a key that the project does not publish.
    case unknownKey = "its key is not known"
    /// Not signed by the key that it names.
    case signature = "its signature is wrong"
    /// By another issuer.
    case issuer = "its issuer is another"
    /// For another audience.
    case audience = "its audience is another"
    /// No time of expiry, or a time that is no number.
    case times = "its times are missing or no numbers"
    /// Expired.
    case expired = "it has expired"
    /// Not valid yet, or issued in the future.
    case notYetValid = "it is not valid yet"
    /// Nobody is named.
    case nameless = "it names nobody"
}
