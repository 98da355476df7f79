import Reconciliation

/// Why something could not be read from Stripe; never holds the key.
public enum StripeError: Error, Hashable, Sendable {
    /// 401: the key is unknown, revoked or of the other mode.
    case invalidKey(StripeAnswer)
    /// 403: the key may not read this; the permission's name as Stripe gives it, for example `rak_charge_read`.
    case missingPermission(String?, StripeAnswer)
    /// Any other answer that repeating would not change, for example 400.
    case refused(StripeAnswer)
    /// No usable answer, after all repetitions that were allowed.
    case unavailable(StripeOutage)
    /// The host's certificate is not trusted, or the request cannot be sent at all; the sentence says which.
    case unreachable(String)
    /// An object that is not as Stripe documents it: nothing of its page is used.
    case unusableObject(UnusableObject)
    /// An object of the other mode than the key's; its kind, for example `charge`.
    case wrongMode(String, id: String, expected: KeyMode)
    /// A list that cannot be walked to its end; what is missing is unknown.
    case brokenList(request: String, reason: String)
    /// What was asked for cannot be asked for; nothing was sent.
    case invalidRequest(String)
    /// The task was cancelled.
    case cancelled
}

/// A request that failed as often as it was allowed to.
public struct StripeOutage: Hashable, Sendable {
    /// The request.
    public let request: String
    /// How often it was sent.
    public internal(set) var attempts: Int
    /// What happened the last time.
    public let reason: String
    /// Stripe's `Request-Id` of the last answer, if there was one.
    public let requestID: String?
}

/// An object, or an answer, that is not as Stripe documents it.
public struct UnusableObject: Hashable, Sendable {
    /// The kind that was asked for, for example `charge`.
    public let kind: String
    /// The object's id; nil when it has none that can be read.
    public let id: String?
    /// The field, by its path; nil when the object as a whole is meant.
    public let field: String?
    /// What is wrong with it.
    public let reason: String
    /// Stripe's `Request-Id` of the answer.
    public let requestID: String?
}

extension StripeError: CustomStringConvertible {
    /// One sentence: what was asked, what came back, and what to do where that is known.
    public var description: String {
        switch self {
        case .invalidKey(let answer):
            "Stripe does not accept the key; check that it is of this account and not revoked. \(answer)"
        case .missingPermission(let permission, let answer):
            "the Stripe key lacks \(permission ?? "a permission"); grant it in the Dashboard. \(answer)"
        case .refused(let answer): "Stripe refused the request. \(answer)"
        case .unavailable(let outage): outage.description
        case .unreachable(let reason): "Stripe cannot be reached: \(reason)"
        case .unusableObject(let object): object.description
        case .wrongMode(let kind, let id, let expected):
            "\(kind) \(id) is not of \(expected.rawValue) mode, but the key is"
        case .brokenList(let request, let reason): "the list cannot be completed: \(reason) (\(request))"
        case .invalidRequest(let reason): reason
        case .cancelled: "reading from Stripe was stopped"
        }
    }

    /// Stripe's `Request-Id` of the answer that it is about; nil where there was none.
    public var requestID: String? {
        switch self {
        case .invalidKey(let answer), .missingPermission(_, let answer), .refused(let answer): answer.requestID
        case .unavailable(let outage): outage.requestID
        case .unusableObject(let object): object.requestID
        case .unreachable, .wrongMode, .brokenList, .invalidRequest, .cancelled: nil
        }
    }

    /// Whether Stripe was out of reach, so that the run is incomplete and may simply be repeated later.
    public var isOutage: Bool {
        switch self {
        case .unavailable, .unreachable, .brokenList: true
        default: false
        }
    }
}

extension StripeOutage: CustomStringConvertible {
    /// The request, how often it was sent, and what happened.
    public var description: String {
        "\(request) failed \(attempts == 1 ? "once" : "\(attempts) times"): \(reason)"
            + (requestID.map { " (request \($0))" } ?? "")
    }
}

extension UnusableObject: CustomStringConvertible {
    /// The object, the field and the fault.
    public var description: String {
        "\(kind) \(id ?? "without a readable id") cannot be used: \(reason)"
            + (field.map { ", “\($0)”" } ?? "") + (requestID.map { " (request \($0))" } ?? "")
    }
}
