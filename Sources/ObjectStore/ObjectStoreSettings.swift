import HTTPTransport

/// A bucket of a store that speaks S3's protocol, and by whose right it is used.
public struct ObjectStoreSettings: Sendable, Hashable {
    /// How the bucket stands in an address.
    public enum Addressing: String, CaseIterable, Sendable {
        /// `https://host/bucket/key`: every store takes it.
        case path
        /// `https://bucket.host/key`.
        case virtualHost = "virtual_host"
    }

    /// How the store is asked to encrypt what it keeps.
    public enum Encryption: Sendable, Hashable {
        /// As the bucket does by itself.
        case asTheBucketDoes
        /// Under keys of the store's own (SSE-S3).
        case aes256
        /// Under a key of AWS KMS, by its id or ARN; the account's own for S3 without one.
        case kms(key: String?)
    }

    /// Who asks.
    public struct Credentials: Sendable, Hashable {
        /// The access key's id.
        public var accessKeyID: Secret
        /// Its secret.
        public var secretAccessKey: Secret
        /// The token of credentials that are temporary.
        public var sessionToken: Secret?

        /// Credentials of those parts.
        public init(accessKeyID: Secret, secretAccessKey: Secret, sessionToken: Secret? = nil) {
            self.accessKeyID = accessKeyID
            self.secretAccessKey = secretAccessKey
            self.sessionToken = sessionToken
        }
    }

    /// Where the store is: scheme, host, and port where it is not the scheme's own.
    let origin: HTTPOrigin
    /// The path of the store's that every address begins with: empty, or `/` and what follows.
    let path: String
    /// The region that requests are signed for.
    public let region: String
    /// The bucket.
    public let bucket: String
    /// How the bucket stands in an address.
    public let addressing: Addressing
    /// Who asks.
    public let credentials: Credentials
    /// How the store is asked to encrypt.
    public var encryption = Encryption.asTheBucketDoes
    /// A file of certificates to trust in place of the system's.
    public var certificateAuthorityFile: String?
    /// The longest time without progress: less than a byte a second counts as none. Whole seconds.
    public var stallTimeout: Duration = .seconds(30)

    /// A bucket of that store.
    ///
    /// - Parameter endpoint: where it is: scheme, host, and a path where the store has one.
    /// - Throws: ``InvalidObjectStore`` for an endpoint, region or bucket that cannot be one.
    public init(
        endpoint: String,
        region: String,
        bucket: String,
        addressing: Addressing = .path,
        credentials: Credentials
    ) throws(InvalidObjectStore) {
        guard Self.consists(region, of: "-_", 1...64) else { throw .region }
        guard Self.consists(bucket, of: ".-_", 3...63), bucket.first != ".", bucket.first != "-" else { throw .bucket }
        do throws(InvalidAddress) {
            origin = try HTTPOrigin(of: endpoint)
        } catch {
            throw .endpoint("\(error)")
        }
        let path = endpoint.drop { $0 != "/" }.dropFirst(2).drop { !"/?#".contains($0) }.reversed().drop { $0 == "/" }
            .reversed()
        guard path.isEmpty || path.first == "/" && ObjectKey.isPlain(String(path.dropFirst())) else {
            throw .endpoint("behind its host there may be a plain path and nothing else")
        }
        self.path = String(path)
        if addressing == .virtualHost {
            // A host's name, under a certificate that covers one label; before an address there is none.
            let isAddress = origin.host.hasPrefix("[") || origin.host.allSatisfy { $0.isNumber || $0 == "." }
            guard !isAddress, !bucket.contains("_"), bucket == bucket.lowercased(),
                !(origin.isTLS && bucket.contains("."))
            else { throw .bucketAsHost }
        }
        (self.region, self.bucket, self.addressing, self.credentials) = (region, bucket, addressing, credentials)
    }

    private static func consists(_ text: String, of others: String, _ length: ClosedRange<Int>) -> Bool {
        length.contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.isASCII && (Character(scalar).isLetter || Character(scalar).isNumber)
                    || others.unicodeScalars.contains(scalar)
            }
    }
}

/// Why a store is refused before anything is sent.
public enum InvalidObjectStore: Error, Hashable, Sendable, CustomStringConvertible {
    /// The endpoint is no usable address.
    case endpoint(String)
    /// No region.
    case region
    /// No bucket's name.
    case bucket
    /// A bucket's name that cannot be part of a host's.
    case bucketAsHost

    /// What is wrong, as a sentence behind the names of the settings.
    public var description: String {
        switch self {
        case .endpoint(let reason): "endpoint is no usable address: \(reason)"
        case .region: "region is none, such as eu-central-1, or auto"
        case .bucket: "bucket is no bucket's name: 3 to 63 letters, digits, dots and hyphens"
        case .bucketAsHost:
            "bucket cannot be part of the endpoint's name under its certificate, as addressing virtual_host wants it;"
                + " take path"
        }
    }
}
