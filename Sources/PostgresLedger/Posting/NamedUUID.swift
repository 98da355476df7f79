/// A uuid that is always the same for a name: version 5 of RFC 9562, in its namespace for URLs.
///
/// For functions that want a uuid as the reference of a grant: the same session gives the same one in every run.
struct NamedUUID {
    /// The uuid in its usual form.
    let text: String

    /// The uuid of a name.
    init(_ name: String) {
        // 6ba7b811-9dad-11d1-80b4-00c04fd430c8
        let namespace: [UInt8] = [
            0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8,
        ]
        var bytes = Array(SHA1.digest(of: namespace + Array(name.utf8)).prefix(16))
        bytes[6] = bytes[6] & 0x0f | 0x50
        bytes[8] = bytes[8] & 0x3f | 0x80
        let digits = bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        text = groups.map { String(Array(digits)[$0]) }.joined(separator: "-")
    }
}

/// SHA-1, FIPS 180-4, section 6.1; for names, not for secrets.
private enum SHA1 {
    static func digest(of message: [UInt8]) -> [UInt8] {
        var state: [UInt32] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0]
        let padded = padded(message)
        for block in stride(from: 0, to: padded.count, by: 64) {
            add(Array(padded[block..<block + 64]), to: &state)
        }
        return state.flatMap { word in stride(from: 24, through: 0, by: -8).map { UInt8(word >> $0 & 0xff) } }
    }

    private static func padded(_ message: [UInt8]) -> [UInt8] {
        let bits = UInt64(message.count) * 8
        let zeros = (119 - message.count % 64) % 64
        return message + [0x80] + Array(repeating: 0, count: zeros)
            + stride(from: 56, through: 0, by: -8).map { UInt8(bits >> $0 & 0xff) }
    }

    private static func add(_ block: [UInt8], to state: inout [UInt32]) {
        var words = (0..<16).map { index in block[index * 4..<index * 4 + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        for index in 16..<80 {
            words.append(rotated(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], by: 1))
        }
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        for (index, word) in words.enumerated() {
            let (mix, constant): (UInt32, UInt32) =
                switch index {
                case ..<20: (b & c | ~b & d, 0x5a82_7999)
                case ..<40: (b ^ c ^ d, 0x6ed9_eba1)
                case ..<60: (b & c | b & d | c & d, 0x8f1b_bcdc)
                default: (b ^ c ^ d, 0xca62_c1d6)
                }
            (a, b, c, d, e) = (rotated(a, by: 5) &+ mix &+ e &+ constant &+ word, a, rotated(b, by: 30), c, d)
        }
        for (index, value) in [a, b, c, d, e].enumerated() { state[index] &+= value }
    }

    private static func rotated(_ word: UInt32, by count: UInt32) -> UInt32 { word << count | word >> (32 - count) }
}
