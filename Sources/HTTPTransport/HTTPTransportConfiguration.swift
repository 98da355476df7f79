/// The limits that a transport keeps, and whom it trusts.
public struct HTTPTransportConfiguration: Sendable, Hashable {
    /// The longest time until a connection stands, encryption included.
    public var connectTimeout: Duration = .seconds(10)
    /// The longest time without progress; less than a kibibyte in it counts as none.
    public var stallTimeout: Duration = .seconds(30)
    /// The longest time for a whole exchange.
    public var totalTimeout: Duration = .seconds(80)
    /// The most bytes a body may have, decompressed.
    public var bodyLimit = 64 << 20
    /// The most connections that are open to one host at once.
    public var connectionsPerHost = 32
    /// A file of certificates to trust in place of the system's.
    public var certificateAuthorityFile: String?
    /// An `http://` proxy; none by default, whatever the environment says.
    public var proxy: String?
    /// What the program calls itself.
    public var userAgent: String

    /// The usual limits.
    public init(userAgent: String = "Tieout") {
        self.userAgent = userAgent
    }
}
