/// Where an address leads: scheme, host and port; read strictly, so that nothing is sent to another host than it names.
public struct HTTPOrigin: Sendable, Hashable, CustomStringConvertible {
    /// Whether the connection is encrypted.
    public let isTLS: Bool
    /// The host's name or address, in lower case; IPv6 addresses in brackets.
    public let host: String
    /// The port, where one is given.
    public let port: UInt16?

    /// The origin of an absolute address.
    ///
    /// - Throws: ``InvalidAddress`` for another scheme than `https` and `http`, for `http` to another machine, for a user
    ///   or password in the address, and for characters that do not belong in an address.
    public init(of url: String) throws(InvalidAddress) {
        let isTLS = url.hasPrefix("https://")
        guard isTLS || url.hasPrefix("http://") else { throw .scheme }
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else { throw .characters }
        let authority = url.dropFirst(isTLS ? 8 : 7).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else { throw .userInfo }
        let (host, port) = try Self.split(authority)
        self.isTLS = isTLS
        self.host = host
        self.port = port
        guard isTLS || isLoopback else { throw .unencrypted }
    }

    /// Whether the host is this machine itself.
    public var isLoopback: Bool {
        host == "localhost" || host == "[::1]"
            || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
    }

    /// The origin as an address starts with it.
    public var description: String {
        "\(isTLS ? "https" : "http")://\(host)" + (port.map { ":\($0)" } ?? "")
    }

    private static func split(_ authority: Substring) throws(InvalidAddress) -> (host: String, port: UInt16?) {
        let isIPv6 = authority.hasPrefix("[")
        let hostEnd: Substring.Index
        if isIPv6 {
            guard let bracket = authority.firstIndex(of: "]") else { throw .host }
            hostEnd = authority.index(after: bracket)
        } else {
            hostEnd = authority.firstIndex(of: ":") ?? authority.endIndex
        }
        let host = authority[..<hostEnd].lowercased()
        let body = isIPv6 ? host.dropFirst().dropLast() : host[...]
        let allowed = isIPv6 ? "0123456789abcdef:." : "0123456789abcdefghijklmnopqrstuvwxyz-._"
        guard !body.isEmpty, body.allSatisfy(allowed.contains) else { throw .host }
        let rest = authority[hostEnd...]
        guard !rest.isEmpty else { return (host, nil) }
        guard rest.first == ":", let port = UInt16(rest.dropFirst()), port > 0 else { throw .port }
        return (host, port)
    }
}

/// Why an address is refused.
public enum InvalidAddress: Error, Hashable, CustomStringConvertible {
    /// Neither `https` nor `http`.
    case scheme
    /// `http` to another machine: keys and figures would travel in the open.
    case unencrypted
    /// A user or a password in the address.
    case userInfo
    /// No host, or none that can be one.
    case host
    /// No port between 1 and 65535.
    case port
    /// Spaces, control characters, backslashes or others than ASCII.
    case characters

    /// What is wrong, as the end of a sentence.
    public var description: String {
        switch self {
        case .scheme: "it must begin with https://"
        case .unencrypted: "it must begin with https://, since its host is not this machine"
        case .userInfo: "it must not hold a user or a password"
        case .host: "it names no valid host"
        case .port: "its port is not between 1 and 65535"
        case .characters: "it holds characters that do not belong in an address"
        }
    }
}
