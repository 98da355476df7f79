import HTTPTransport
import LocalPeers
import ObjectStore
import Testing

/// What a store may be called, and whom it is trusted to be.
@Suite struct ObjectStoreSettingsTests {
    @Test(arguments: [
        (
            "http://s3.example.com", "eu-central-1", "acme",
            "it must begin with https://, since its host is not this machine"
        ),
        ("ftp://s3.example.com", "eu-central-1", "acme", "it must begin with https://"),
        ("s3.example.com", "eu-central-1", "acme", "it must begin with https://"),
        ("https://user:secret@s3.example.com", "eu-central-1", "acme", "it must not hold a user or a password"),
        ("https://s3.example.com?x=1", "eu-central-1", "acme", "endpoint is no usable address"),
        ("https://s3.example.com/a/../b", "eu-central-1", "acme", "a plain path and nothing else"),
        ("https://s3.example.com/a?b", "eu-central-1", "acme", "a plain path and nothing else"),
        ("https://s3.example.com", "", "acme", "region is none"),
        ("https://s3.example.com", "eu central", "acme", "region is none"),
        ("https://s3.example.com", "eu-central-1:s3", "acme", "region is none"),
        ("https://s3.example.com", "eu-central-1", "ac", "bucket is no bucket's name"),
        ("https://s3.example.com", "eu-central-1", "acme/reports", "bucket is no bucket's name"),
        ("https://s3.example.com", "eu-central-1", "../acme", "bucket is no bucket's name"),
        ("https://s3.example.com", "eu-central-1", "büro", "bucket is no bucket's name"),
    ])
    func whatCannotBeIsRefused(_ endpoint: String, _ region: String, _ bucket: String, _ says: String) throws {
        let error = #expect(throws: InvalidObjectStore.self) {
            try settings(endpoint, region, bucket, .path)
        }
        #expect(error?.description.contains(says) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: ["reports.example.com", "Acme", "acme_reports"])
    func aBucketThatIsNoHostIsNotPutIntoOne(_ bucket: String) throws {
        #expect(throws: InvalidObjectStore.bucketAsHost) {
            try settings("https://s3.example.com", "auto", bucket, .virtualHost)
        }
        _ = try settings("https://s3.example.com", "auto", bucket, .path)
    }

    /// What stands before an address would be looked for in the network, in the open.
    @Test(arguments: ["http://127.0.0.1:9000", "http://[::1]:9000", "https://10.0.0.1"])
    func aBucketDoesNotStandBeforeAnAddress(_ endpoint: String) throws {
        #expect(throws: InvalidObjectStore.bucketAsHost) { try settings(endpoint, "auto", "acme", .virtualHost) }
        _ = try settings(endpoint, "auto", "acme", .path)
    }

    @Test(arguments: ["", "/a", "a/", "a//b", "a/../b", "./a", "a b", "a?b", "ä", "a%2Fb", "a\nb"])
    func aKeyThatWouldNeedEscapingIsNone(_ text: String) { #expect(ObjectKey(text) == nil) }

    /// Under TLS nobody is trusted whose certificate is not.
    @Test func aStoreHasToShowWhoItIs() throws {
        let certificate = try PeerCertificate()
        let shelf = try Shelf(try StorePeer(certificate: certificate))
        var settings = try shelf.settings()
        let failure = try #require(try shelf.upload(settings).error)
        #expect(failure.description.contains("the connection cannot be trusted"), "\(failure)")
        settings.certificateAuthorityFile = certificate.path
        #expect(try shelf.upload(settings).get().put == 3)
        #expect(try shelf.there() == shelf.whole)
    }

    private func settings(
        _ endpoint: String,
        _ region: String,
        _ bucket: String,
        _ addressing: ObjectStoreSettings.Addressing
    ) throws -> ObjectStoreSettings {
        try ObjectStoreSettings(
            endpoint: endpoint,
            region: region,
            bucket: bucket,
            addressing: addressing,
            credentials: .init(accessKeyID: Secret("a"), secretAccessKey: Secret("b"))
        )
    }
}
