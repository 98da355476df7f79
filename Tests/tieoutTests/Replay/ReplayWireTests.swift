import Foundation
import HTTPTransport
import LocalPeers
import StripeAPI
import StripeSimulator
import TestSupport
import Testing

/// What arrives at the endpoint, judged by Stripe's own library, and byte for byte what Stripe's API gives.
@Suite struct ReplayWireTests {
    /// A request as a judge is asked about it.
    private struct Received: Encodable {
        var secret = UndeliveredNight.secret
        var signature: String
        var body: Data
    }

    private static func verdict(_ received: Received) throws -> String {
        try Peer.verdict(of: "judge_stripe_webhook", on: try JSONEncoder().encode(received))
    }

    @Test func stripesOwnLibraryTakesEachAndRefusesWhatWasChanged() async throws {
        let night = try await UndeliveredNight(lost: 3)
        // Letters, escapes and numbers that would not survive being read and written again.
        night.account.update { account in
            account.events[night.lost[1]].alterations["data"] = .value([
                "object": [
                    "id": "sub_1", "object": "subscription", "name": "Zoë 🎈 \"\\/\u{2028}<script>",
                    "amount": 9_007_199_254_740_993,
                ]
            ])
        }
        let endpoint = try Peer("http_peer", ["200"])
        let sent = try night.program.run(
            "replay",
            "--endpoint",
            "http://127.0.0.1:\(endpoint.port)/hooks?tenant=7",
            "--rate",
            "100",
            "--send"
        )
        #expect(sent.status == 0, "\(sent.output)\(sent.notes)")

        for id in night.lost {
            let taken = try endpoint.next(TakenRequest.self)
            #expect(taken.method == "POST")
            #expect(taken.path == "/hooks?tenant=7")
            #expect(taken.headers["content-type"] == "application/json; charset=utf-8")
            #expect(taken.headers["user-agent"] == "Stripe/1.0 (+https://stripe.com/docs/webhooks)")
            let body = Data(taken.body.utf8)
            #expect(try await body == Self.bytes(of: id, night), "as Stripe's API gives it")

            let received = Received(signature: try #require(taken.headers["stripe-signature"]), body: body)
            #expect(try Self.verdict(received) == "\(id) checkout.session.completed")
            var (changed, other, old) = (received, received, received)
            changed.body[changed.body.count / 2] ^= 1
            #expect(try Self.verdict(changed) == "SignatureVerificationError")
            other.secret = "whsec_another0another0another0another0"
            #expect(try Self.verdict(other) == "SignatureVerificationError")
            old.signature = try Self.signature(of: body, secondsAgo: 301)
            #expect(try Self.verdict(old) == "SignatureVerificationError")
            old.signature = try Self.signature(of: body, secondsAgo: 200)
            #expect(try Self.verdict(old) == "\(id) checkout.session.completed", "it is the time that is refused above")
        }
    }

    private static func bytes(of id: String, _ night: UndeliveredNight) async throws -> Data {
        let request = HTTPRequest(
            url: night.stripe.baseURL + "/v1/events/" + id,
            headers: [.init("Authorization", "Bearer sk_test_tieout")]
        )
        return Data(try await HTTPTransport().perform(request).body)
    }

    /// By Tieout's own signature, dated back.
    private static func signature(of body: Data, secondsAgo seconds: Int64) throws -> String {
        let signature = try #require(StripeSignature(secret: Secret(UndeliveredNight.secret)))
        return signature.header(at: Int64(Date().timeIntervalSince1970) - seconds, body: Array(body))
    }
}
