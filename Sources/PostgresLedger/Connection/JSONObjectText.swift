/// Texts by name as a JSON object, names in order; what a correction sends of itself, without a detour over Foundation.
struct JSONObjectText {
    /// The object.
    let text: String

    init(_ members: [String: String]) {
        var bytes: [UInt8] = [UInt8(ascii: "{")]
        for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            Self.append(member.key, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            Self.append(member.value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        text = String(decoding: bytes, as: UTF8.self)
    }

    /// RFC 8259, section 7: quotation mark, backslash and control characters are escaped.
    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes += Array("\\u\(digits.utf8.count < 2 ? "000" : "00")\(digits)".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
