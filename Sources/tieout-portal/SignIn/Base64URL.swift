import Foundation

/// Base64 for addresses as RFC 7515 has it: `-` and `_`, no padding, and one spelling for each value only.
enum Base64URL {
    /// The text of those bytes.
    static func encoded(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The bytes of that text; nil for padding, other characters and bits that belong to no byte.
    static func decoded(_ text: some StringProtocol) -> [UInt8]? {
        let plain = String(text).replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: plain + padding), encoded(data) == text else { return nil }
        return Array(data)
    }
}
