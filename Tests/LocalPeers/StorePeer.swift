import Foundation

/// An object store on this machine: moto behind a door that is as strict as S3's own, and boto3 to look into it.
public final class StorePeer {
    /// Its bucket.
    public static let bucket = "acme-reports"
    /// Its region.
    public static let region = "eu-central-1"
    /// Its access key, with the mark that tests look for.
    public static let keyID = "AKIDCaNaRy00000000"
    /// The secret of that key, likewise.
    public static let secret = "CaNaRy/secret+access=key"

    private let peer: Peer
    private let certificate: PeerCertificate?
    private let token: String?

    /// A store with an empty bucket, and those faults; see `store_peer`.
    ///
    /// - Parameter token: the session token that it asks for.
    public init(_ faults: String..., token: String? = nil, certificate: PeerCertificate? = nil) throws {
        (self.token, self.certificate) = (token, certificate)
        let options = [token.map { "token:\($0)" }, certificate?.argument].compactMap(\.self)
        peer = try Peer("store_peer", [Self.bucket, Self.region, Self.keyID, Self.secret] + faults + options)
    }

    /// Where it is.
    public var endpoint: String { "\(certificate == nil ? "http" : "https")://127.0.0.1:\(peer.port)" }

    /// An object as boto3 reads it.
    public struct Object: Decodable, Hashable {
        /// SHA-256 of what was read.
        public var sha256: String
        /// Its size.
        public var size: Int64
        /// Its media type.
        public var type: String
        /// How the store says that it is encrypted.
        public var encryption: String?
        /// Under which key.
        public var kms_key: String?
        /// What whoever put it says of it.
        public var metadata: [String: String]
        /// How long others may keep a copy.
        public var cache: String?
        /// What it holds, of pages and documents.
        public var text: String
    }

    /// What is in the bucket, by keys.
    public func objects() throws -> [String: Object] { try look([:]) }

    /// Takes an object away; gives what is left.
    @discardableResult
    public func remove(_ key: String) throws -> [String: Object] { try look(["gone": key]) }

    /// Puts something else in an object's place; gives what is there then.
    @discardableResult
    public func spoil(_ key: String) throws -> [String: Object] { try look(["put": key]) }

    /// What was asked of it before anybody looked into it.
    public func requests() throws -> [Request] {
        var requests: [Request] = []
        while true {
            let request = try peer.next(Request.self)
            guard request.headers["user-agent"]?.contains("Boto3") != true else { return requests }
            requests.append(request)
        }
    }

    /// The next request that was asked of it; waits for it.
    public func nextRequest() throws -> Request { try peer.next() }

    /// A request as it arrived.
    public struct Request: Decodable {
        /// Its method.
        public var method: String
        /// Its path.
        public var path: String
        /// Its query.
        public var query: String
        /// Header fields by their names in lower case.
        public var headers: [String: String]
        /// The status of the answer; 0 where there was none.
        public var status: Int
    }

    private func look(_ wish: [String: String]) throws -> [String: Object] {
        var given = [
            "endpoint": endpoint, "bucket": Self.bucket, "region": Self.region, "key": Self.keyID,
            "secret": Self.secret,
        ].merging(wish) { $1 }
        given["token"] = token
        given["verify"] = certificate?.path
        return try Peer.verdict(of: "judge_store", on: JSONEncoder().encode(given))
    }
}
