import Foundation
import HTTPTransport
import LocalPeers
import ObjectStore
import Reconciliation
import Testing

/// What libcurl signs, and what is signed here, computed a second time by botocore.
@Suite struct SignatureTests {
    static let kmsKey = "arn:aws:kms:eu-central-1:111122223333:key/k-1"

    /// The store computes each signature anew; whatever it does not agree to fails the upload.
    @Test(
        arguments: [
            (nil, .asTheBucketDoes, nil, nil), ("CaNaRy/token+of=the/session==", .aes256, "AES256", nil),
            (nil, .kms(key: nil), "aws:kms", nil), ("CaNaRy", .kms(key: kmsKey), "aws:kms", kmsKey),
        ] as [(String?, ObjectStoreSettings.Encryption, String?, String?)]
    )
    func everyRequestIsSignedAsBotocoreSignsIt(
        _ token: String?,
        _ encryption: ObjectStoreSettings.Encryption,
        _ told: String?,
        _ key: String?
    ) throws {
        let shelf = try Shelf(try StorePeer(token: token))
        var settings = try shelf.settings(token: token)
        settings.encryption = encryption
        _ = try shelf.upload(settings).get()
        _ = try shelf.upload(settings).get()
        let objects = try shelf.store.objects()
        #expect(objects.mapValues(\.sha256) == shelf.whole)
        let requests = try shelf.store.requests()
        let asked = requests.filter { $0.method == "PUT" }.map(\.headers)
        #expect(Set(asked.map { $0["x-amz-server-side-encryption"] }) == [told])
        #expect(Set(asked.map { $0["x-amz-server-side-encryption-aws-kms-key-id"] }) == [key])
        #expect(objects.values.allSatisfy { told == nil || $0.encryption == told && $0.kms_key == key })
        #expect(requests.map(\.method) == ["GET", "PUT", "PUT", "PUT", "GET", "HEAD", "HEAD", "HEAD"])
        #expect(Set(requests.map(\.status)) == [200])
        for put in requests where put.method == "PUT" {
            let signed = put.headers["authorization"]?.split(separator: "SignedHeaders=").last?.prefix { $0 != "," }
            for name in put.headers.keys where name.hasPrefix("x-amz-") || name == "content-type" {
                #expect(signed?.split(separator: ";").contains(name[...]) == true, "\(name) is not signed")
            }
        }
    }

    @Test func aBucketMayStandInTheHostsName() throws {
        let shelf = try Shelf(try StorePeer())
        let settings = try ObjectStoreSettings(
            endpoint: shelf.store.endpoint.replacing("127.0.0.1", with: "localhost"),
            region: StorePeer.region,
            bucket: StorePeer.bucket,
            addressing: .virtualHost,
            credentials: .init(accessKeyID: Secret(StorePeer.keyID), secretAccessKey: Secret(StorePeer.secret))
        )
        _ = try shelf.upload(settings).get()
        #expect(try shelf.there() == shelf.whole)
        let requests = try shelf.store.requests()
        #expect(requests.allSatisfy { $0.headers["host"]?.hasPrefix("\(StorePeer.bucket).localhost:") == true })
        #expect(requests.last?.path == "/\(Shelf.run)/manifest.json")
    }

    @Test func keysAreListedToTheirEnd() throws {
        let shelf = try Shelf(try StorePeer())
        _ = try shelf.upload().get()
        let store = ObjectStore(try shelf.settings(), within: .seconds(30)) { true }
        #expect(try store.keys(beginningWith: "tieout/") == Set(shelf.whole.keys))
        #expect(try store.keys(beginningWith: "\(Shelf.run)/man") == ["\(Shelf.run)/manifest.json"])
        #expect(try store.keys(beginningWith: "another & <strange> one/") == [])
        #expect(try store.bytes(of: key("\(Shelf.run)/manifest.json"))?.count == 17)
        #expect(try store.bytes(of: key("\(Shelf.run)/none.json")) == nil)
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var bucket: String?
        var region: String?
        var keyID: String?
        var secret: String?
        var token: String?
        let kind: @Sendable (ObjectStoreError.Kind) -> Bool
        let says: String
    }

    @Test(arguments: [
        Wrong(
            testDescription: "another bucket",
            bucket: "acme-other",
            kind: { if case .noBucket = $0 { true } else { false } },
            says: "acme-other at 127.0.0.1: cannot list tieout/"
        ),
        Wrong(
            testDescription: "another region",
            region: "us-west-2",
            kind: { if case .otherRegion(_, "eu-central-1") = $0 { true } else { false } },
            says: "the bucket is in another region, eu-central-1 (400 AuthorizationHeaderMalformed)"
        ),
        Wrong(
            testDescription: "another key",
            keyID: "AKIDCaNaRy99999999",
            kind: { if case .unknownKey = $0 { true } else { false } },
            says: "the access key is not accepted (403 InvalidAccessKeyId)"
        ),
        Wrong(
            testDescription: "another secret",
            secret: "CaNaRy/other+secret",
            kind: { if case .unknownKey = $0 { true } else { false } },
            says: "the access key is not accepted (403 SignatureDoesNotMatch)"
        ),
        Wrong(
            testDescription: "a token that is none",
            token: "CaNaRy",
            kind: { if case .unknownKey = $0 { true } else { false } },
            says: "the access key is not accepted (400 InvalidToken)"
        ),
    ])
    func whatIsSetWrongIsToldWithoutItsSecrets(_ wrong: Wrong) throws {
        let shelf = try Shelf(try StorePeer())
        let settings = try shelf.settings(
            bucket: wrong.bucket,
            region: wrong.region,
            keyID: wrong.keyID,
            secret: wrong.secret,
            token: wrong.token
        )
        let failure = try #require(try shelf.upload(settings).error)
        #expect(wrong.kind(failure.kind))
        #expect(failure.description.contains(wrong.says), "\(failure)")
        #expect(!"\(failure)\(String(reflecting: failure))\(settings)".contains("CaNaRy"))
        #expect(try shelf.there() == [:])
    }

    // MARK: Links

    struct Link: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var endpoint = "https://s3.eu-central-1.amazonaws.com"
        var region = "eu-central-1"
        var addressing = ObjectStoreSettings.Addressing.path
        var bucket = "acme"
        var token: String?
        var seconds: Int64 = 7 * .day
    }

    @Test(arguments: [
        Link(testDescription: "AWS"),
        Link(testDescription: "AWS by the bucket's host", addressing: .virtualHost),
        Link(testDescription: "temporary credentials", token: "IQoJb3JpZ2luX2VjE/+a=="),
        Link(testDescription: "R2", endpoint: "https://0123abcd.r2.cloudflarestorage.com", region: "auto", seconds: 1),
        Link(testDescription: "MinIO", endpoint: "http://127.0.0.1:9000", region: "us-east-1"),
        Link(testDescription: "a bucket with dots", bucket: "reports.example.com"),
        Link(
            testDescription: "Supabase Storage, which has a path",
            endpoint: "https://abcdefgh.storage.supabase.co/storage/v1/s3",
            seconds: 3_600
        ),
    ])
    func aLinkIsWhatBotocoreMakes(_ link: Link) throws {
        let now = Instant(secondsSinceEpoch: 1_795_745_700)
        let object = "tieout/20261123T021500Z-nightly-3f9c/reconciliation.xlsx"
        let settings = try ObjectStoreSettings(
            endpoint: link.endpoint,
            region: link.region,
            bucket: link.bucket,
            addressing: link.addressing,
            credentials: .init(
                accessKeyID: Secret("AKIDEXAMPLE"),
                secretAccessKey: Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
                sessionToken: link.token.map { Secret($0) }
            )
        )
        var given: [String: Any] = [
            "at": now.secondsSinceEpoch, "endpoint": link.endpoint, "region": link.region, "bucket": link.bucket,
            "addressing": link.addressing == .path ? "path" : "virtual", "object": object, "seconds": link.seconds,
            "key": "AKIDEXAMPLE", "secret": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        ]
        given["token"] = link.token
        let judged =
            try Peer.verdict(of: "judge_presigned", on: JSONSerialization.data(withJSONObject: given)) as String
        let ours = settings.link(to: try key(object), at: now, for: link.seconds).revealed()
        // In which order the query's parts stand is nobody's business.
        #expect(parts(ours) == parts(judged))
    }

    private func parts(_ address: String) -> [String] {
        let halves = address.split(separator: "?", maxSplits: 1).map(String.init)
        return [halves[0]] + halves[1].split(separator: "&").map(String.init).sorted()
    }

    @Test func aLinkLeadsToOneObjectForItsTime() async throws {
        let shelf = try Shelf(try StorePeer())
        _ = try shelf.upload().get()
        let settings = try shelf.settings()
        let now = Instant(secondsSinceEpoch: Int64(Date().timeIntervalSince1970))
        let link = settings.link(to: shelf.files[0].key, at: now, for: 60).revealed()
        #expect(try await get(link) == (200, 3_000_000))
        // It holds for what it was made for, as long as it was made for.
        #expect(try await get(link.replacing("charges.csv", with: "manifest.json")).status == 403)
        #expect(try await get(link.replacing("X-Amz-Expires=60", with: "X-Amz-Expires=61")).status == 403)
        #expect(try await get(settings.link(to: shelf.files[0].key, at: now - 61, for: 60).revealed()).status == 403)
        #expect("\(settings.link(to: shelf.files[0].key, at: now, for: 60))" == "***")
        withExtendedLifetime(shelf) {}
    }

    private func get(_ address: String) async throws -> (status: Int, bytes: Int) {
        let answer = try await HTTPTransport(HTTPTransportConfiguration()).perform(HTTPRequest(url: address))
        return (answer.status, answer.body.count)
    }
}
