extension ConnectionSettings {
    /// Reads `postgresql://user:password@host:port/database?sslmode=verify-full`, also with several hosts.
    ///
    /// Tieout reads the URL itself because libpq's messages about one repeat parts of the password.
    ///
    /// - Throws: ``PostgresError/invalidSettings(field:problem:)``, which names the field and never its value.
    public init(url: String) throws(PostgresError) {
        let rest = try Self.withoutScheme(url)
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<authorityEnd]
        let tail = rest[authorityEnd...]
        guard !tail.contains("@") else {
            throw .invalidSettings(
                field: "password",
                problem: "must have /, ? and @ percent-encoded (%2F, %3F, %40)"
            )
        }
        var keywords: [String: String] = [:]
        try Self.readQuery(tail, into: &keywords)
        try Self.readAuthority(authority, into: &keywords)
        let path = tail.prefix { $0 != "?" }.dropFirst()
        if !path.isEmpty { keywords["dbname"] = try Self.decoded(path, field: "database") }
        try self.init(keywords: keywords)
    }

    private static func withoutScheme(_ url: String) throws(PostgresError) -> Substring {
        for scheme in ["postgresql://", "postgres://"] where url.hasPrefix(scheme) {
            return url.dropFirst(scheme.count)
        }
        throw .invalidSettings(field: "scheme", problem: "must be postgresql:// or postgres://")
    }

    private static func readAuthority(_ text: Substring, into keywords: inout [String: String]) throws(PostgresError) {
        var hosts = text
        if let at = text.lastIndex(of: "@") {
            hosts = text[text.index(after: at)...]
            let credentials = text[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let user = try decoded(credentials[0], field: "user")
            if !user.isEmpty { keywords["user"] = user }
            if credentials.count == 2, !credentials[1].isEmpty {
                keywords["password"] = try decoded(credentials[1], field: "password")
            }
        }
        guard !hosts.isEmpty else { return }
        var names: [String] = []
        var ports: [String] = []
        for host in hosts.split(separator: ",", omittingEmptySubsequences: false) {
            let (name, port) = try hostAndPort(host)
            names.append(name)
            ports.append(port)
        }
        keywords["host"] = names.joined(separator: ",")
        if ports.contains(where: { !$0.isEmpty }) { keywords["port"] = ports.joined(separator: ",") }
    }

    private static func hostAndPort(_ text: Substring) throws(PostgresError) -> (host: String, port: String) {
        let host: Substring
        var rest: Substring
        if text.first == "[" {
            guard let close = text.firstIndex(of: "]") else {
                throw .invalidSettings(field: "host", problem: "lacks the ] of its IPv6 address")
            }
            host = text[text.index(after: text.startIndex)..<close]
            rest = text[text.index(after: close)...]
        } else {
            host = text.prefix { $0 != ":" }
            rest = text[host.endIndex...]
        }
        if rest.first == ":" {
            rest = rest.dropFirst()
            guard let port = UInt16(rest), port > 0 else {
                throw .invalidSettings(field: "port", problem: "must be a number from 1 to 65535")
            }
        } else if !rest.isEmpty {
            throw .invalidSettings(field: "host", problem: "is followed by something that is no port")
        }
        return (try decoded(host, field: "host"), String(rest))
    }

    private static func readQuery(_ tail: Substring, into keywords: inout [String: String]) throws(PostgresError) {
        guard let mark = tail.firstIndex(of: "?") else { return }
        for pair in tail[tail.index(after: mark)...].split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let keyword = String(parts[0])
            guard !keyword.isEmpty, keyword.utf8.allSatisfy({ (0x61...0x7A).contains($0) || $0 == 0x5F }) else {
                throw .invalidSettings(field: "query", problem: "has a part that is no keyword")
            }
            guard parts.count == 2 else {
                throw .invalidSettings(field: "keyword \(keyword)", problem: "has no value")
            }
            keywords[keyword] = try decoded(parts[1], field: keyword)
        }
    }

    private static func decoded(_ text: Substring, field: String) throws(PostgresError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.count == 2, digits.allSatisfy(\.isHexDigit), let escaped = UInt8(digits, radix: 16),
                escaped != 0
            else { throw .invalidSettings(field: field, problem: "has a % that is no percent-encoding; write %25") }
            bytes.append(escaped)
            rest = rest.dropFirst(2)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw .invalidSettings(field: field, problem: "is not UTF-8")
        }
        return decoded
    }
}
