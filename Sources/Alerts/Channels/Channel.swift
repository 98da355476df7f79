import Reconciliation

/// Where bulletins go.
public protocol Channel: Sendable {
    /// Its name, for logs and for whoever reads that it failed.
    var name: String { get }

    /// Whether there is anything in a bulletin for whoever reads it there; what is not sent is nobody told.
    func takes(_ bulletin: Bulletin) -> Bool

    /// Delivers a bulletin, once.
    ///
    /// - Throws: ``DeliveryFailure`` when it did not arrive, or nobody knows whether it did.
    func deliver(_ bulletin: Bulletin) async throws(DeliveryFailure)
}

extension Channel {
    /// Everything.
    public func takes(_ bulletin: Bulletin) -> Bool { true }
}

/// A bulletin that did not arrive.
public struct DeliveryFailure: Error, Hashable, Sendable {
    /// Why, in a sentence without addresses and keys: a webhook's address is a secret.
    public let reason: String
    /// Whether another try may help.
    public let mayPass: Bool
    /// How long the other side asks to wait before it.
    public let retryAfter: Duration?

    /// A failure of that reason.
    public init(_ reason: String, mayPass: Bool, retryAfter: Duration? = nil) {
        self.reason = reason
        self.mayPass = mayPass
        self.retryAfter = retryAfter
    }
}
