import Reconciliation

/// Where bulletins go.
public protocol Channel: Sendable {
    /// Its name, for logs and for whoever reads that it failed.
    var name: String { get }

    /// Delivers a bulletin, once.
    ///
    /// - Throws: ``DeliveryFailure`` when it did not arrive, or nobody knows whether it did.
    func deliver(_ bulletin: Bulletin) async throws(DeliveryFailure)
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
