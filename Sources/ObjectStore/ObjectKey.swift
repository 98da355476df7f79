/// The name of an object in its bucket, of characters that need no escaping in an address, so that what is signed is what is
/// sent.
public struct ObjectKey: Sendable, Hashable, CustomStringConvertible {
    /// The key as text.
    public let text: String

    /// The key of that text; nil for one that is empty, is longer than 1,024 bytes, or holds anything but ASCII letters,
    /// digits, `.`, `_`, `-` and single slashes between parts that are not `.` or `..`.
    public init?(_ text: String) {
        guard (1...1_024).contains(text.utf8.count), Self.isPlain(text) else { return nil }
        self.text = text
    }

    /// The key as text.
    public var description: String { text }

    /// Whether a text is parts with a slash between two of them.
    public static func isPlain(_ text: String) -> Bool {
        text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part != "." && part != ".." && part.utf8.allSatisfy(isPlain)
        }
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

extension ObjectStoreSettings {
    /// Host and port as the `Host` field of a request names them: without the port that goes with the scheme.
    var authority: String {
        let host = addressing == .virtualHost ? "\(bucket).\(origin.host)" : origin.host
        guard let port = origin.port, port != (origin.isTLS ? 443 : 80) else { return host }
        return "\(host):\(port)"
    }

    /// The path of an object, or of the bucket itself.
    func path(of key: ObjectKey?) -> String {
        let bucket = addressing == .path ? "/\(bucket)" : ""
        let path = path + bucket + (key.map { "/\($0)" } ?? "")
        return path.isEmpty ? "/" : path
    }

    /// The address of an object, or of the bucket itself.
    func address(of key: ObjectKey?) -> String {
        "\(origin.isTLS ? "https" : "http")://\(authority)\(path(of: key))"
    }
}
