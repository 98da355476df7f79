import Logging
import Synchronization

/// A proxy in front of the portal: it may say who the client is and, where that is set up, who is signed in.
///
/// It is believed only when the connection comes from one of its addresses; from anybody else its headers are ignored.
final class TrustedProxy: Sendable {
    /// Which proxies there are, and what they say.
    struct Settings: Sendable {
        /// From where they connect; empty where there is none.
        var addresses: [NetworkRange] = []
        /// The header with the name of who is signed in; nil where the proxy signs nobody in.
        var userHeader: String?
        /// The header with their roles or groups, with commas between them; nil where everybody is a viewer.
        var roleHeader: String?
        /// What the roles allow.
        var roles = RoleMapping()

        /// What is wrong with them, in one sentence; nil when they can be used.
        var fault: String? {
            if userHeader != nil && addresses.isEmpty { return "a proxy's header of users needs the proxy's addresses" }
            if roleHeader != nil && userHeader == nil { return "a proxy's header of roles needs its header of users" }
            for header in [userHeader, roleHeader].compactMap(\.self) where !Self.isHeader(header) {
                return "\(header) is no name of a header"
            }
            return nil
        }

        private static func isHeader(_ name: String) -> Bool {
            // RFC 9110, section 5.6.2, without what no proxy uses.
            !name.isEmpty
                && name.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                        true
                    default: false
                    }
                }
        }
    }

    private let settings: Settings
    private let logger: Logger
    private let hasWarned = Atomic(false)

    /// - Throws: ``SignInFault`` when the settings cannot be used.
    init(_ settings: Settings, logger: Logger) throws(SignInFault) {
        if let fault = settings.fault { throw SignInFault(fault) }
        self.settings = settings
        self.logger = logger
    }

    /// Whether the connection comes from a proxy that is believed.
    func isTrusted(_ peer: NetworkAddress?) -> Bool {
        guard let peer else { return false }
        return settings.addresses.contains { $0.contains(peer) }
    }

    /// Who the proxy says is signed in; nil where it says nothing, or nobody is to be believed.
    ///
    /// - Parameters:
    ///   - peer: the address at the other end of the connection.
    ///   - values: all values of a header of the request, by its name.
    /// - Throws: ``SignInRefusal/noRole(name:)``; ``SignInRefusal/invalidToken(_:)`` for a header that comes twice or holds
    ///   no name: a client's own could have been let through beside the proxy's.
    func account(from peer: NetworkAddress?, values: (String) -> [String]) throws(SignInRefusal) -> Account? {
        guard let header = settings.userHeader else { return nil }
        let names = values(header)
        guard !names.isEmpty else { return nil }
        guard isTrusted(peer) else {
            warn(
                "\(header) from \(peer.map { "\($0)" } ?? "an unknown address") is ignored, since it is no address of the proxy"
            )
            return nil
        }
        let name = names[0].trimmed
        guard names.count == 1, Account.isName(name) else { throw .invalidToken(.nameless) }
        guard let roleHeader = settings.roleHeader else { return Account(name: name, role: .viewer, source: .proxy) }
        let groups = values(roleHeader)
        guard groups.count <= 1 else { throw .invalidToken(.malformed) }
        let roles = groups.flatMap { $0.split(separator: ",").map(\.trimmed) }
        guard let role = settings.roles.role(of: roles) else { throw .noRole(name: name) }
        return Account(name: name, role: role, source: .proxy)
    }

    /// The client's own address: the peer's, or what trusted proxies say in `X-Forwarded-For`.
    ///
    /// That is the rightmost address which is no trusted proxy's: what stands to its left is the client's own claim.
    ///
    /// - Parameter forwarded: all values of `X-Forwarded-For`, in the order of the request.
    func client(of peer: NetworkAddress?, forwarded: [String]) -> NetworkAddress? {
        guard isTrusted(peer) else { return peer }
        var client = peer
        for hop in forwarded.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }).reversed() {
            guard let address = Self.address(ofHop: hop.trimmed) else { return client }
            client = address
            if !isTrusted(address) { return client }
        }
        return client
    }

    /// The address of an entry of `X-Forwarded-For`, which some proxies write with its port.
    private static func address(ofHop text: String) -> NetworkAddress? {
        if let address = NetworkAddress(text) { return address }
        if text.hasPrefix("[") { return text.firstIndex(of: "]").flatMap { NetworkAddress(text[..<$0].dropFirst()) } }
        let parts = text.split(separator: ":")
        return parts.count == 2 ? NetworkAddress(parts[0]) : nil
    }

    private func warn(_ sentence: String) {
        guard !hasWarned.exchange(true, ordering: .relaxed) else { return }
        logger.warning("\(sentence)")
    }
}

extension StringProtocol {
    /// Without spaces and tabs at its ends.
    fileprivate var trimmed: String {
        var rest = Substring(self)
        while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
