/// Where the portal listens: an address and a port.
struct ListeningAddress: Hashable, Sendable {
    let host: String
    let port: Int

    /// Reads `127.0.0.1:8460`, `[::1]:8460` or `localhost:0`; port 0 takes a free one.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty, !host.contains(where: \.isWhitespace) else { return nil }
        (self.host, self.port) = (host, port)
    }

    /// Whether only this machine reaches it.
    var isLoopback: Bool { Self.isLoopback(host) }

    /// As it stands in an address, with the port that was taken.
    func name(port: Int) -> String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.wholeMatch(of: /127\.\d{1,3}\.\d{1,3}\.\d{1,3}/) != nil
    }
}

/// The address under which people reach the portal, with nothing after the host and port.
struct PublicAddress: Hashable, Sendable {
    /// `https://reports.example.com`, without a slash at the end: what browsers send as `Origin`.
    let origin: String

    /// Reads an address; https, or http on this machine alone.
    init?(_ text: String) {
        guard let match = text.wholeMatch(of: /(https?):\/\/(\[[0-9a-fA-F:]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?\/?/) else {
            return nil
        }
        let host = match.2.trimmingPrefix("[").replacing("]", with: "")
        guard match.1 == "https" || ListeningAddress.isLoopback(String(host)) else { return nil }
        origin = "\(match.1)://\(match.2)\(match.3 ?? "")".lowercased()
    }
}
