import Glibc

/// An IPv4 or IPv6 address; an IPv4 address that is written as IPv6 (`::ffff:192.0.2.1`) is the IPv4 address.
struct NetworkAddress: Hashable, Sendable, CustomStringConvertible {
    /// Four bytes or sixteen.
    let bytes: [UInt8]

    /// Reads an address in its usual spelling, without port, brackets or prefix.
    init?(_ text: some StringProtocol) {
        // What comes after a NUL would not be seen.
        guard !text.utf8.contains(0) else { return nil }
        let text = String(text)
        var (four, six) = (in_addr(), in6_addr())
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            let all = withUnsafeBytes(of: six) { Array($0) }
            bytes = all.starts(with: Self.mapped) ? Array(all.suffix(4)) : all
        } else {
            return nil
        }
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    /// The address of nobody, `0.0.0.0`.
    static let none = NetworkAddress(bytes: [0, 0, 0, 0])

    /// Whether it is an IPv4 address.
    var isIPv4: Bool { bytes.count == 4 }

    /// The network that one household or office has: the address itself, of IPv6 the first 64 bits.
    var network: NetworkAddress {
        isIPv4 ? self : NetworkAddress(bytes: bytes.prefix(8) + Array(repeating: 0, count: 8))
    }

    /// The address in its usual spelling.
    var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        _ = bytes.withUnsafeBytes {
            inet_ntop(isIPv4 ? AF_INET : AF_INET6, $0.baseAddress, &text, socklen_t(text.count))
        }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static let mapped: [UInt8] = Array(repeating: 0, count: 10) + [255, 255]
}

/// A network: an address and how many of its first bits count (`10.1.0.0/16`), or one address.
struct NetworkRange: Hashable, Sendable, CustomStringConvertible {
    private let address: NetworkAddress
    private let prefix: Int

    /// Reads an address with or without a prefix.
    ///
    /// - Throws: ``SignInFault`` for what is no address, for bits beyond the prefix, which mean that one of the two is a slip,
    ///   and for a prefix of nothing, which would trust everybody.
    init(_ text: some StringProtocol) throws(SignInFault) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ NetworkAddress($0) }), parts.count <= 2 else {
            throw SignInFault("\(text) is no address and no network")
        }
        // The prefix of an IPv4 network that is written as IPv6 counts the 96 bits before it.
        let isMapped = address.isIPv4 && parts[0].contains(":")
        let all = address.bytes.count * 8
        var prefix = all
        if parts.count == 2 {
            guard let written = Int(parts[1]), parts[1].allSatisfy({ ("0"..."9").contains($0) }) else {
                throw SignInFault("\(text) has no length after its slash")
            }
            prefix = isMapped ? written - 96 : written
        }
        guard (1...all).contains(prefix) else { throw SignInFault("the length of \(text) is not between 1 and \(all)") }
        guard Self.isClear(address.bytes, after: prefix) else {
            throw SignInFault("\(text) has bits beyond its length", advice: "Write the network's first address.")
        }
        self.address = address
        self.prefix = prefix
    }

    /// Whether an address belongs to it.
    func contains(_ other: NetworkAddress) -> Bool {
        guard other.bytes.count == address.bytes.count else { return false }
        let differences = zip(address.bytes, other.bytes).map { $0 ^ $1 }
        let whole = prefix / 8
        guard differences.prefix(whole).allSatisfy({ $0 == 0 }) else { return false }
        return prefix % 8 == 0 || differences[whole] >> (8 - prefix % 8) == 0
    }

    /// As it is usually written.
    var description: String { prefix == address.bytes.count * 8 ? "\(address)" : "\(address)/\(prefix)" }

    private static func isClear(_ bytes: [UInt8], after prefix: Int) -> Bool {
        bytes.enumerated().allSatisfy { index, byte in
            let kept = min(max(prefix - index * 8, 0), 8)
            return kept == 8 || byte << kept == 0
        }
    }
}
