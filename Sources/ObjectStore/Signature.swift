import HTTPTransport
import Reconciliation

/// Signature Version 4 of one request, over what the store computes anew of what arrives.
///
/// libcurl signs requests; this signs what it cannot: links, which nobody sends, and header fields of which one's name begins
/// with another's, which libcurl 7.88 puts in another order than the store.
///
/// Source: AWS, *Authenticating Requests (AWS Signature Version 4)*.
struct Signature {
    let settings: ObjectStoreSettings
    /// `20261123T021500Z`.
    let time: String
    /// Day, region and service for which the key is good.
    let scope: String

    init(_ settings: ObjectStoreSettings, at instant: Instant) {
        self.settings = settings
        time = instant.rfc3339.filter { $0 != "-" && $0 != ":" }
        scope = "\(time.prefix(8))/\(settings.region)/s3/aws4_request"
    }

    /// The signature as hexadecimal digits.
    ///
    /// - Parameters:
    ///   - query: escaped, and in the order of its names.
    ///   - fields: by their names in lower case, in the order of these.
    ///   - payload: what is said of the body.
    func of(
        _ method: StoreRequest.Method,
        _ path: String,
        _ query: String,
        _ fields: [(name: String, value: String)],
        payload: String
    ) -> String {
        let lines = fields.map { "\($0.name):\($0.value)\n" }.joined()
        let request = "\(method.rawValue)\n\(path)\n\(query)\n\(lines)\n\(Self.names(of: fields))\n\(payload)"
        let digest = hexadecimal(sha256Digest(of: Array(request.utf8)))
        let secret = Array("AWS4\(settings.credentials.secretAccessKey.revealed())".utf8)
        let key = scope.split(separator: "/").reduce(secret) { hmac($0, String($1)) }
        return hexadecimal(hmac(key, "AWS4-HMAC-SHA256\n\(time)\n\(scope)\n\(digest)"))
    }

    /// The fields with the one that signs them.
    func signing(_ request: StoreRequest, _ fields: [(name: String, value: String)], payload: String)
        -> [(name: String, value: String)]
    {
        let sent = fields + [("x-amz-date", time)]
        let signed = (sent + [("host", settings.authority)])
            .map { (name: $0.name.lowercased(), value: $0.value) }.sorted { $0.name < $1.name }
        let signature = of(request.method, settings.path(of: request.key), request.query, signed, payload: payload)
        let credential = "\(settings.credentials.accessKeyID.revealed())/\(scope)"
        let value =
            "AWS4-HMAC-SHA256 Credential=\(credential), SignedHeaders=\(Self.names(of: signed)), Signature=\(signature)"
        return sent + [("Authorization", value)]
    }

    private static func names(of fields: [(name: String, value: String)]) -> String {
        fields.map(\.name).joined(separator: ";")
    }
}
