import Foundation

/// Who asks: the key of the `Authorization` header, as Bearer token or as the user name of Basic.
struct Authorization {
    var keys: [AccessKey]
    var livemode: Bool
    var account: String

    /// Throws 401 without a key or with one that is unknown or of the other mode.
    func key(of request: HTTPRequest) throws(StripeError) -> AccessKey {
        guard let header = request.headers["authorization"], let given = Self.key(in: header), !given.isEmpty else {
            throw .noKey
        }
        guard let key = keys.first(where: { $0.value == given }), key.isOf(livemode: livemode) else {
            throw .invalidKey(given)
        }
        return key
    }

    /// Throws 403, naming the permission, when a restricted key may not read the kind.
    func check(_ key: AccessKey, reads kind: ObjectKind) throws(StripeError) {
        guard let readable = key.readable, !readable.contains(kind) else { return }
        throw .lacksPermission(kind.permission, key: key.value, account: account)
    }

    private static func key(in header: String) -> String? {
        let words = header.split(separator: " ")
        guard words.count == 2 else { return nil }
        switch words[0].lowercased() {
        case "bearer": return String(words[1])
        case "basic":
            guard let data = Data(base64Encoded: String(words[1])) else { return nil }
            return String(decoding: data, as: UTF8.self).split(separator: ":").first.map(String.init)
        default: return nil
        }
    }
}
