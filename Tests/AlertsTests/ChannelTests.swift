import Foundation
import HTTPTransport
import LocalPeers
import Reconciliation
import Testing

@testable import Alerts

/// What each channel sends, judged by software of the channel's own makers or of others.
@Suite struct ChannelTests {
    @Test func slackIsToldInBlocksThatItsOwnModelsTake() async throws {
        let peer = try Peer("http_peer", ["200"])
        try await slack(peer).deliver(Night.bulletin())
        let request: TakenRequest = try peer.next()
        #expect(request.path == "/services/T/B/X")
        #expect(request.headers["content-type"] == "application/json")
        #expect(try verdict(ofSlack: request) == [])
        let message = try request.json()
        #expect(
            message["text"] as? String
                == "Tieout live, critical: 61 of 100 purchases look ungranted &amp; nothing was posted (and 1 more)"
        )
        for words in ["61 of 100", "ungranted purchases: 61", "amount: 1220.00 USD", "amount: 9000 JPY", "[over]"] {
            #expect(request.body.contains(words), "\(words)")
        }
        #expect(request.body.contains("https://reports.example.com/runbook#circuit_breaker|What to do"))
    }

    @Test(arguments: Night.hostileNights.indices) func slackTakesWhateverIsInASummary(_ night: Int) async throws {
        let peer = try Peer("http_peer", ["200"])
        try await slack(peer).deliver(Night.bulletin(Night.hostileNights[night]))
        let request: TakenRequest = try peer.next()
        #expect(try verdict(ofSlack: request) == [])
        #expect(!request.body.contains("<!channel>"))
    }

    @Test func pagerDutyCallsForWhatIsSevereAndResolvesWhatIsOver() async throws {
        let peer = try Peer("http_peer", ["202"])
        let channel = PagerDutyChannel(
            routingKey: Secret("0123456789abcdef0123456789abcdef"),
            address: "http://127.0.0.1:\(peer.port)/v2/enqueue",
            over: HTTPTransport()
        )
        let held = Notice(Alert(.correctionsHeld, "3 corrections are held"), .began, since: Night.noon)
        try await channel.deliver(Night.bulletin([Night.outage, held, Night.over]))

        let trigger = try peer.next(TakenRequest.self).json()
        #expect(trigger["event_action"] as? String == "trigger")
        #expect(trigger["dedup_key"] as? String == "tieout/live/circuit_breaker")
        let payload = try #require(trigger["payload"] as? [String: Any])
        #expect(payload["severity"] as? String == "critical")
        #expect(payload["timestamp"] as? String == Night.noon.rfc3339)
        #expect((payload["source"] as? String)?.isEmpty == false)
        #expect((payload["custom_details"] as? [String: String])?["amount USD"] == "1220.00")

        // A warning calls nobody; what is over is resolved under the key that it was triggered with.
        let resolve = try peer.next(TakenRequest.self).json()
        #expect(resolve["event_action"] as? String == "resolve")
        #expect(resolve["dedup_key"] as? String == "tieout/live/run_failed")
        #expect(resolve["payload"] == nil)
    }

    @Test func pagerDutyTakesNoMoreThanItsLimits() async throws {
        let peer = try Peer("http_peer", ["202"])
        let channel = PagerDutyChannel(
            routingKey: Secret("k"),
            address: "http://127.0.0.1:\(peer.port)",
            over: HTTPTransport()
        )
        try await channel.deliver(Night.bulletin([Night.hostile()]))
        let request = try peer.next(TakenRequest.self)
        let summary = try #require((request.json()["payload"] as? [String: Any])?["summary"] as? String)
        #expect(summary.utf16.count == 1_024 && !summary.contains("\n"))
        #expect(request.body.utf8.count < 512 << 10)
    }

    @Test func aWebhookIsSignedAsTheStandardAsks() async throws {
        let peer = try Peer("http_peer", ["200"])
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
        let channel = try #require(
            WebhookChannel(
                address: Secret("http://127.0.0.1:\(peer.port)/hook"),
                format: .standard,
                secret: Secret(secret),
                over: HTTPTransport()
            )
        )
        try await channel.deliver(Night.bulletin([Night.outage, Night.hostile(200)]))
        let request: TakenRequest = try peer.next()
        let names = ["webhook-id", "webhook-timestamp", "webhook-signature"]
        let headers = Dictionary(uniqueKeysWithValues: names.map { ($0, request.headers[$0] ?? "") })
        func verdict(_ body: String) throws -> String {
            let input: [String: Any] = ["secret": secret, "headers": headers, "body": body]
            return try Peer.verdict(of: "judge_signature", on: JSONSerialization.data(withJSONObject: input))
        }
        #expect(try verdict(request.body) == "taken")
        #expect(try verdict(request.body + " ") != "taken")
        #expect(try request.json()["severity"] as? String == "critical")
    }

    @Test(arguments: [WebhookFormat.teams, .discord]) func aChatIsToldInItsOwnForm(_ format: WebhookFormat) async throws
    {
        let peer = try Peer("http_peer", ["204"])
        let channel = try #require(
            WebhookChannel(
                address: Secret("http://127.0.0.1:\(peer.port)"),
                format: format,
                secret: nil,
                over: HTTPTransport()
            )
        )
        for notices in [[Night.outage]] + Night.hostileNights {
            try await channel.deliver(Night.bulletin(notices))
            let request = try peer.next(TakenRequest.self)
            switch format {
            case .teams:
                #expect(request.body.utf8.count < 28_000 || notices.count > 1)
                #expect(!request.body.contains("[x](http"))
            default:
                let content = try #require(try request.json()["content"] as? String)
                #expect(content.utf16.count <= 2_000)
                #expect((try request.json()["allowed_mentions"] as? [String: [String]]) == ["parse": []])
            }
        }
    }

    @Test func aSecretThatIsNoneMakesNoChannel() {
        for secret in ["", "whsec_", "whsec_short", "not base64!"] {
            #expect(WebhookSignature(secret: secret) == nil, "\(secret)")
        }
    }

    private func slack(_ peer: Peer) -> SlackChannel {
        SlackChannel(webhook: Secret("http://127.0.0.1:\(peer.port)/services/T/B/X"), over: HTTPTransport())
    }

    private func verdict(ofSlack request: TakenRequest) throws -> [String] {
        try Peer.verdict(of: "judge_slack", on: Data(request.body.utf8))
    }
}
