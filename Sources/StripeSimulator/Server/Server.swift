import Foundation

/// A Stripe that runs on this machine, on 127.0.0.1 only. Many can run in one process; each stops when it is released.
///
/// ```swift
/// var account = StripeAccount()
/// account.addSale("A", of: 2000, at: 1_764_000_000)
/// let stripe = try Server(account)
/// // … requests to stripe.baseURL with the key sk_test_tieout …
/// stripe.stop()
/// ```
public final class Server: Sendable {
    /// How a server behaves, besides its account.
    public struct Options: Sendable {
        /// 0 takes any free port.
        public var port: UInt16 = 0
        /// The keys that are accepted; nil for the standard key of the account's mode.
        public var keys: [AccessKey]?
        /// What goes wrong, asked for each request.
        public var fault: (@Sendable (RequestDescription) -> Fault?)?
        /// How long each answer takes, in milliseconds.
        public var latency: Int32 = 0
        /// How many requests a second are answered before there is 429.
        public var rates = RateLimits.Rates()
        /// Time since some fixed moment, by which rates are counted.
        public var elapsed: @Sendable () -> Duration = RateLimits.machineTime()
        /// Unix seconds for the `Date` header.
        public var clock: @Sendable () -> Int64 = { Int64(Date().timeIntervalSince1970) }

        /// No fault, no latency, no limit, the system's clock.
        public init() {}
    }

    /// The account being served; it can be changed at any time.
    public let account: LiveAccount
    /// The port it listens on.
    public let port: UInt16
    private let listener: Listener

    /// Starts to serve; throws `ServerError` when the port cannot be had.
    public convenience init(
        _ account: StripeAccount,
        keys: [AccessKey]? = nil,
        fault: (@Sendable (RequestDescription) -> Fault?)? = nil
    ) throws(ServerError) {
        var options = Options()
        options.keys = keys
        options.fault = fault
        try self.init(LiveAccount(account), options: options)
    }

    /// Starts to serve an account that may be served elsewhere too; throws `ServerError` when the port cannot be had.
    public init(_ account: LiveAccount, options: Options) throws(ServerError) {
        self.account = account
        let socket = try Socket.listening(port: options.port)
        port = socket.port
        listener = Listener(socket, answering: Answering(account, options: options))
        listener.start()
    }

    deinit {
        stop()
    }

    /// `http://127.0.0.1:PORT`.
    public var baseURL: String { "http://127.0.0.1:\(port)" }

    /// All requests that were answered, in the order of the answers.
    public var requests: [LoggedRequest] { listener.answering.log }

    /// Stops at once: cuts all connections and returns when their threads have ended. Harmless a second time.
    public func stop() {
        listener.stop()
    }
}
