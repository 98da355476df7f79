import Foundation
import LocalPeers
import StripeSimulator
import TestSupport
import Testing

/// Endpoints that answer badly or not at all, and requests that make no sense: a sentence, a status, and nothing lost.
@Suite struct ReplayRefusalTests {
    struct Answer: Sendable, CustomTestStringConvertible {
        let testDescription: String
        /// What the endpoint does with one event after the other.
        let answers: [String]
        let status: Int32
        let says: String
        let tries: [String]
    }

    @Test(arguments: [
        Answer(
            testDescription: "500, then well",
            answers: ["500", "200"],
            status: 3,
            says: "it answered 500",
            tries: ["refused 500", "delivered 200", "delivered 200"]
        ),
        Answer(
            testDescription: "a redirect",
            answers: ["200", "302", "200"],
            status: 3,
            says: "a redirect, which Stripe does not follow",
            tries: ["delivered 200", "redirected 302", "delivered 200"]
        ),
        Answer(
            testDescription: "closes the connection",
            answers: ["refuse", "200"],
            status: 3,
            says: "whether it was handled is unknown",
            tries: ["broken", "delivered 200", "delivered 200"]
        ),
        Answer(
            testDescription: "hangs",
            answers: ["hang"],
            status: 69,
            says: "the endpoint is out of reach, so nothing more was sent",
            tries: ["timed_out", "timed_out"]
        ),
        Answer(
            testDescription: "fails again and again",
            answers: ["500"],
            status: 3,
            says: "2 events failed in a row, so nothing more was sent",
            tries: ["refused 500", "refused 500"]
        ),
    ])
    func whatAnEndpointAnswersIsRecordedAndTold(_ answer: Answer) async throws {
        let night = try await UndeliveredNight(lost: 3)
        try night.program.folder.write("limits: {failures_in_a_row: 2}\nreplay: {time_limit: 1s}\n", to: "tieout.yaml")
        let endpoint = try Peer("http_peer", answer.answers)
        let replay = ["replay", "--endpoint", "http://127.0.0.1:\(endpoint.port)/", "--rate", "100", "--send"]
        let ending = try night.program.run(replay)
        #expect(ending.status == answer.status, "\(ending.output)\(ending.notes)")
        #expect((ending.output + ending.notes).contains(answer.says), "\(ending.output)\(ending.notes)")
        let expected = zip(night.lost, answer.tries).map { "\($0) 1 \($1)" }
        #expect(try night.tries() == expected)

        // Typed again, what failed is sent, and what was delivered is not.
        guard answer.answers.last == "200" else { return }
        #expect(try night.program.run(replay).status == 0)
        let failed = zip(night.lost, answer.tries).filter { !$0.1.hasPrefix("delivered") }
        #expect(try night.tries() == expected + failed.map { "\($0.0) 2 delivered 200" })
    }

    @Test func anEndpointThatIsNotThereIsToldAtOnce() async throws {
        let night = try await UndeliveredNight(lost: 3)
        let ending = try night.program.run(
            "replay",
            "--endpoint",
            "http://127.0.0.1:1/",
            "--send",
            "--output",
            "json"
        )
        #expect(ending.status == 69)
        #expect(ending.notes.contains("the endpoint is out of reach, so nothing more was sent"), "\(ending.notes)")
        #expect(ending.notes.contains("what was delivered is not sent twice"))
        let events = try ending.json().objects("events").compactMap { $0.text("outcome") }
        #expect(events == ["unreachable", "not_tried", "not_tried"])
        #expect(try night.tries() == ["\(night.lost[0]) 1 unreachable"])
    }

    /// Stripe fails in the middle: what was sent is told, and the rest is not sent.
    @Test func aFailureOfStripeEndsItWithWhatWasSent() async throws {
        let night = try await UndeliveredNight(lost: 3) { request in
            request.path.hasSuffix("/events/evt_1Sale15") ? .status(400) : nil
        }
        let application = try night.endpoint()
        let ending = try night.program.run(
            ["replay", "--endpoint", application.url, "--rate", "100", "--send", "--output", "json"]
        )
        #expect(ending.status == 1, "\(ending.notes)")
        let object = try ending.json()
        #expect(object.objects("events").compactMap { $0.text("outcome") } == ["delivered", "not_tried", "not_tried"])
        #expect(object.text("error")?.contains("Stripe refused the request") == true)
        #expect(application.received == [night.lost[0]])
    }

    /// The endpoint takes fewer types than there are events, and wants them in another version.
    @Test func whatStripeKnowsOfTheEndpointIsHeeded() async throws {
        let night = try await UndeliveredNight(lost: 2)
        let application = try night.endpoint()
        night.account.update { account in
            var endpoint = StripeSimulator.WebhookEndpoint("we_1Main", for: ["checkout.session.completed"])
            (endpoint.url, endpoint.apiVersion) = (application.url, "2020-08-27")
            account.webhookEndpoints.append(endpoint)
            account.record(
                "charge.succeeded",
                about: .charge(account.charges["ch_4"]),
                at: account.charges["ch_4"].created,
                id: "evt_1Charge",
                pendingWebhooks: 1
            )
        }
        let ending = try night.program.run("replay", "--endpoint", application.url, "--rate", "100", "--send")
        #expect(ending.status == 0, "\(ending.output)\(ending.notes)")
        #expect(application.received == night.lost)
        #expect(ending.output.contains("evt_1Charge") && ending.output.contains("(we_1Main) does not take this type"))
        #expect(
            ending.notes.contains(
                "warning: 2 events rendered in 2025-08-27.basil, and Stripe renders in 2020-08-27 what it sends to we_1Main"
            ),
            "\(ending.notes)"
        )
        // Named by its id it is sent all the same.
        #expect(try night.program.run("replay", "--endpoint", application.url, "--send", "evt_1Charge").status == 0)
        #expect(application.received == night.lost + ["evt_1Charge"])
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var arguments: [String] = []
        var variables: [String: String?] = [:]
        var yaml = ""
        let status: Int32
        let says: [String]
    }

    static let old = OneMissedSale.rfc3339(Int64(Date().timeIntervalSince1970) - 31 * 86_400)
    static let future = OneMissedSale.rfc3339(Int64(Date().timeIntervalSince1970) + 86_400)
    static let endpoint = ["--endpoint", "http://127.0.0.1:1/"]

    @Test(arguments: [
        Wrong(
            testDescription: "an unknown event",
            arguments: endpoint + ["evt_1Sale14", "evt_1Unknown", "--send"],
            status: 64,
            says: ["Stripe has no event evt_1Unknown for this key; nothing was sent", "30 days", "the other mode"]
        ),
        Wrong(
            testDescription: "no event's id",
            arguments: endpoint + ["cs_test_1", "--send"],
            status: 64,
            says: ["“cs_test_1” cannot be the id of an event"]
        ),
        Wrong(
            testDescription: "ids and a period",
            arguments: endpoint + ["evt_1Sale14", "--type", "charge.failed"],
            status: 64,
            says: ["Use one or the other"]
        ),
        Wrong(
            testDescription: "more than 30 days back",
            arguments: endpoint + ["--since", old],
            status: 64,
            says: ["30 days back", "tieout run --since"]
        ),
        Wrong(
            testDescription: "the future",
            arguments: endpoint + ["--since", future],
            status: 64,
            says: ["in the future"]
        ),
        Wrong(
            testDescription: "inverted",
            arguments: endpoint + ["--until", old],
            status: 64,
            says: ["--until", "does not lie after"]
        ),
        Wrong(
            testDescription: "without a zone",
            arguments: endpoint + ["--since", "2026-11-22T09:10:00"],
            status: 64,
            says: ["--since"]
        ),
        Wrong(
            testDescription: "two wildcards",
            arguments: endpoint + ["--type", "charge.*", "--type", "invoice.*"],
            status: 64,
            says: ["wildcard"]
        ),
        Wrong(
            testDescription: "sent and not sent",
            arguments: endpoint + ["--send", "--dry-run"],
            status: 64,
            says: ["contradict"]
        ),
        Wrong(
            testDescription: "no endpoint",
            arguments: ["--send"],
            status: 78,
            says: ["there is no endpoint to replay to", "replay.endpoint"]
        ),
        Wrong(
            testDescription: "unencrypted over the network",
            arguments: ["--endpoint", "http://app.example.com/hooks", "--send"],
            status: 64,
            says: ["--endpoint is no usable address", "https://"]
        ),
        Wrong(
            testDescription: "the same in the file",
            arguments: ["--send"],
            yaml: "replay: {endpoint: \"http://app.example.com/hooks\"}",
            status: 78,
            says: ["no usable address", "https://"]
        ),
        Wrong(
            testDescription: "no secret",
            arguments: endpoint + ["--send"],
            variables: ["STRIPE_WEBHOOK_SECRET": nil],
            status: 78,
            says: ["there is no signing secret", "STRIPE_WEBHOOK_SECRET_FILE"]
        ),
        Wrong(
            testDescription: "another secret",
            arguments: endpoint + ["--send"],
            variables: ["STRIPE_WEBHOOK_SECRET": "sk_test_CaNaRy0123456789"],
            status: 78,
            says: ["no signing secret: those of Stripe's endpoints begin with whsec_"]
        ),
        Wrong(
            testDescription: "a secret file that is not there",
            arguments: endpoint + ["--send"],
            variables: ["STRIPE_WEBHOOK_SECRET": nil, "STRIPE_WEBHOOK_SECRET_FILE": "/nowhere"],
            status: 78,
            says: ["STRIPE_WEBHOOK_SECRET_FILE"]
        ),
        Wrong(
            testDescription: "an unknown key",
            arguments: endpoint,
            yaml: "replay: {endpiont: x}",
            status: 78,
            says: ["replay.endpiont", "Did you mean replay.endpoint?"]
        ),
    ])
    func whatMakesNoSenseIsRefusedBeforeAnythingIsSent(_ wrong: Wrong) async throws {
        let night = try await UndeliveredNight(lost: 1)
        if !wrong.yaml.isEmpty { try night.program.folder.write(wrong.yaml + "\n", to: "tieout.yaml") }
        let program = night.program.with(wrong.variables)
        let ending = try program.run(["replay"] + wrong.arguments)
        #expect(ending.status == wrong.status, "\(ending.output)\(ending.notes)")
        for words in wrong.says { #expect(ending.notes.contains(words), "\(ending.notes)") }
        #expect(!ending.notes.contains("CaNaRy"))
        #expect(try night.tries() == [])
        let object = try program.run(["replay"] + wrong.arguments + ["--output", "json"]).json()
        #expect(object.number("exit_status") == Int(wrong.status))
    }

    /// An endpoint that repeats what it knows, and a secret with a mark: no byte that is written holds it.
    @Test func theSecretIsNowhereToBeFound() async throws {
        let night = try await UndeliveredNight(lost: 2)
        let secret = "whsec_\(Canary.mark)0123456789abcdef"
        let endpoint = try Peer("http_peer", ["say:\(secret)"])
        let program = night.program.with(["STRIPE_WEBHOOK_SECRET": secret])
        for output in ["text", "json"] {
            let ending = try program.run(
                "replay",
                "--endpoint",
                "http://127.0.0.1:\(endpoint.port)/?key=1",
                "--rate",
                "100",
                "--send",
                "--again",
                "--output",
                output
            )
            #expect(ending.status == 3, "\(ending.output)\(ending.notes)")
            #expect(ending.output.contains("you said"), "\(ending.output)")
            let leaks = try Canary.leaks(of: ending, in: program.folder, except: [], night.database)
            #expect(leaks.map(\.place) == [])
        }
    }
}
