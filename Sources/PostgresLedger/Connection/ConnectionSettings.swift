import CPostgres

/// Where the database is and as whom to connect, in libpq's own keywords.
///
/// What is not given is left to libpq: `PGHOST`, `PGUSER`, `PGPASSFILE`, `PGSERVICE` and so on. The password is never
/// described, neither by `description` nor by reflection.
public struct ConnectionSettings: Sendable {
    private var keywords: [String: String]

    /// Only what libpq finds in its environment.
    public init() { keywords = [:] }

    /// Settings of those keywords of libpq, such as `host` and `dbname`.
    ///
    /// - Throws: ``PostgresError/invalidSettings(field:problem:)`` for a keyword that libpq does not know.
    public init(keywords: [String: String]) throws(PostgresError) {
        let known = Self.libpqKeywords()
        for keyword in keywords.keys.sorted() where known[keyword] == nil {
            throw .invalidSettings(field: "keyword \(keyword)", problem: "is unknown to libpq")
        }
        self.keywords = keywords
    }

    /// The host or socket folder, if one is named.
    public var host: String? { keywords["host"] ?? keywords["hostaddr"] }
    /// The name of the database, if one is named.
    public var database: String? { keywords["dbname"] }
    /// The role, if one is named.
    public var user: String? { keywords["user"] }

    /// How far TLS is verified (libpq's `sslmode`), and whether the host is this machine or a socket.
    public var transportSecurity: (mode: String, isLocal: Bool) {
        let environment = Self.libpqKeywords()
        let mode = completed["sslmode"] ?? environment["sslmode"].flatMap(\.self) ?? "prefer"
        return (mode, isLocal(environment))
    }

    /// The port, where one is named, here or in libpq's environment.
    public var port: String? { keywords["port"] ?? Self.libpqKeywords()["port"].flatMap(\.self) }

    /// The same with another value for a keyword.
    package func with(_ keyword: String, _ value: String) -> ConnectionSettings {
        var settings = self
        settings.keywords[keyword] = value
        return settings
    }
}

extension ConnectionSettings: CustomStringConvertible, CustomReflectable {
    /// `user@host/database`, with an ellipsis for what libpq's environment decides.
    public var description: String { "\(user ?? "…")@\(host ?? "…")/\(database ?? "…")" }

    /// Reflection sees no more than ``description``.
    public var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}

extension ConnectionSettings {
    /// The keywords that a connection is opened with: those given, and what Tieout adds to them.
    var completed: [String: String] {
        let environment = Self.libpqKeywords()
        var completed = [
            "application_name": "tieout",
            "client_encoding": "UTF8",
            "connect_timeout": "10",
            // A server that went away silently is noticed within about a minute.
            "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
            "tcp_user_timeout": "60000",
        ]
        completed.merge(keywords) { _, given in given }
        completed["client_encoding"] = "UTF8"
        if completed["sslmode"] == nil, environment["sslmode"].flatMap(\.self) ?? "prefer" == "prefer" {
            // libpq's own default verifies nothing.
            completed["sslmode"] = isLocal(environment) ? "prefer" : "verify-full"
        }
        return completed
    }

    /// Whether every host is a socket or this machine.
    private func isLocal(_ environment: [String: String?]) -> Bool {
        let value = { (keyword: String) in keywords[keyword] ?? environment[keyword].flatMap(\.self) }
        let hosts = (value("hostaddr") ?? value("host") ?? "").split(separator: ",", omittingEmptySubsequences: false)
        return hosts.allSatisfy { host in
            host.isEmpty || host == "localhost" || host == "::1" || Self.isLoopbackAddress(host)
                || host.hasPrefix("/") || host.hasPrefix("@")
        }
    }

    /// An address of 127.0.0.0/8 in numbers: a name may begin so too.
    private static func isLoopbackAddress(_ host: Substring) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// libpq's keywords, each with the value that environment, service file and its own defaults give.
    static func libpqKeywords() -> [String: String?] {
        guard let first = PQconndefaults() else { return [:] }
        defer { PQconninfoFree(first) }
        var keywords: [String: String?] = [:]
        var option = first
        while let keyword = option.pointee.keyword {
            keywords.updateValue(option.pointee.val.map { String(cString: $0) }, forKey: String(cString: keyword))
            option += 1
        }
        return keywords
    }

    /// Calls with libpq's two parallel lists, which end with a null pointer.
    func withKeywords<Result>(
        _ body: ([UnsafePointer<CChar>?], [UnsafePointer<CChar>?]) -> Result
    ) -> Result {
        let pairs = completed.sorted { $0.key < $1.key }
        var bytes: [CChar] = []
        var offsets: [Int] = []
        for text in pairs.map(\.key) + pairs.map(\.value) {
            offsets.append(bytes.count)
            bytes.append(contentsOf: text.utf8CString)
        }
        return bytes.withUnsafeBufferPointer { buffer in
            let pointers = offsets.map { offset in buffer.baseAddress.map { $0 + offset } }
            return body(pointers.prefix(pairs.count) + [nil], pointers.suffix(pairs.count) + [nil])
        }
    }
}
