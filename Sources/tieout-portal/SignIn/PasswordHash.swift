import COpenSSL
import Foundation
import HTTPTransport

/// A password as it is kept: scrypt's parameters, a salt and what scrypt makes of them.
///
/// Written as `$scrypt$ln=16,r=8,p=1$salt$hash`, both in Base64 without padding; the form that others' software writes as well.
struct PasswordHash: Hashable, Sendable {
    /// What making a hash costs: 128 · 2^ln · r bytes of memory, and time in proportion to that and p.
    struct Cost: Hashable, Sendable {
        /// The binary logarithm of scrypt's N.
        var logN: UInt64 = 16
        /// The size of its blocks.
        var r: UInt64 = 8
        /// How many of them are made one after the other.
        var p: UInt64 = 1

        /// The memory that it takes, in bytes.
        var memory: UInt64 { 128 * r << logN }

        /// Whether it is neither so cheap that guessing is, nor so dear that a sign-in takes the machine's memory.
        var isAccepted: Bool {
            (14...20).contains(logN) && (1...32).contains(r) && (1...16).contains(p) && memory <= 256 << 20
        }
    }

    let cost: Cost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// The bytes that a password may have, as UTF-8.
    static let lengths = 12...1024

    /// The hash of a password with a new salt. Takes a quarter of a second and 64 MiB.
    init(of password: Secret, cost: Cost = Cost()) {
        self.cost = cost
        salt = RandomToken.bytes(16)
        hash = Self.derive(password, salt: salt, cost: cost, count: 32)
    }

    /// A hash of that cost which no password has: looking at one takes as long as at any other.
    init(unmatchedAt cost: Cost) {
        (self.cost, salt, hash) = (cost, RandomToken.bytes(16), RandomToken.bytes(32))
    }

    /// Reads the written form; nil for any other, and for costs that are not accepted.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt", let cost = Cost(parts[2]), cost.isAccepted,
            let salt = Self.decoded(parts[3]), let hash = Self.decoded(parts[4]), (8...64).contains(salt.count),
            (32...64).contains(hash.count)
        else { return nil }
        (self.cost, self.salt, self.hash) = (cost, salt, hash)
    }

    /// The written form.
    var text: String {
        "$scrypt$ln=\(cost.logN),r=\(cost.r),p=\(cost.p)$\(Self.encoded(salt))$\(Self.encoded(hash))"
    }

    /// Whether it was made of that password. Takes as long as making it.
    func matches(_ password: Secret) -> Bool {
        ConstantTime.equal(Self.derive(password, salt: salt, cost: cost, count: hash.count), hash)
    }

    private static func derive(_ password: Secret, salt: [UInt8], cost: Cost, count: Int) -> [UInt8] {
        // The same word typed on another keyboard may come as other code points.
        let typed = Array(password.revealed().precomposedStringWithCanonicalMapping.utf8)
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            let result = typed.withUnsafeBufferPointer { typed in
                typed.withMemoryRebound(to: CChar.self) { typed in
                    EVP_PBE_scrypt(
                        typed.baseAddress,
                        typed.count,
                        salt,
                        salt.count,
                        1 << cost.logN,
                        cost.r,
                        cost.p,
                        cost.memory + (32 << 20),
                        buffer.baseAddress,
                        count
                    )
                }
            }
            precondition(result == 1, "OpenSSL gives no scrypt")
            written = count
        }
    }

    private static func encoded(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("=", with: "")
    }

    private static func decoded(_ text: some StringProtocol) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: text + padding), encoded(Array(data)) == text else { return nil }
        return Array(data)
    }
}

extension PasswordHash.Cost {
    /// Reads `ln=16,r=8,p=1`.
    fileprivate init?(_ text: some StringProtocol) {
        let values = text.split(separator: ",").compactMap { part -> UInt64? in
            let pair = part.split(separator: "=", omittingEmptySubsequences: false)
            return pair.count == 2 ? UInt64(pair[1]) : nil
        }
        guard values.count == 3 else { return nil }
        self.init(logN: values[0], r: values[1], p: values[2])
        guard text == "ln=\(logN),r=\(r),p=\(p)" else { return nil }
    }
}
