import HTTPTransport
import LocalPeers
import Reconciliation
import Synchronization
import Testing

@testable import Alerts

/// Channels that fail: tried again with a bound, reported, and never in the way of the others.
@Suite struct DeliveryTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let answers: [String]
        let tries: Int
        let failure: String?
        var testDescription: String { answers.joined(separator: " ") }
    }

    static let cases = [
        Case(answers: ["200"], tries: 1, failure: nil),
        Case(answers: ["500", "200"], tries: 2, failure: nil),
        Case(answers: ["429:2", "500", "200"], tries: 3, failure: nil),
        Case(answers: ["503"], tries: 3, failure: "it answers 503: invalid_payload <x>"),
        Case(answers: ["404"], tries: 1, failure: "it answers 404: invalid_payload <x>"),
        Case(answers: ["400"], tries: 1, failure: "it answers 400: invalid_payload <x>"),
    ]

    @Test(arguments: cases) func aChannelIsTriedAsOftenAsItMayHelp(_ test: Case) async throws {
        let peer = try Peer("http_peer", test.answers)
        let outcomes = await Delivery(to: [slack(port: peer.port)]) { _ in }.tell(try Night.bulletin())
        #expect(outcomes == [.init(channel: "Slack", failure: test.failure, tries: test.tries)])
    }

    @Test func aConnectionThatIsClosedIsTriedAgain() async throws {
        let peer = try Peer("http_peer", ["refuse", "200"])
        let outcomes = await Delivery(to: [slack(port: peer.port)]) { _ in }.tell(try Night.bulletin())
        #expect(outcomes == [.init(channel: "Slack", failure: nil, tries: 2)])
    }

    @Test func theOthersAreToldWhateverOneDoes() async throws {
        let (hanging, healthy) = (try Peer("http_peer", ["hang"]), try Peer("http_peer", ["200"]))
        var hasty = HTTPTransportConfiguration()
        hasty.totalTimeout = .milliseconds(200)
        let channels: [any Channel] = [
            slack(port: hanging.port, over: HTTPTransport(hasty)), slack(port: 1), slack(port: healthy.port),
            MailChannel(
                MailSettings(server: "smtp://127.0.0.1:1", sender: "a@example.com", recipients: ["b@example.com"])
            ),
        ]
        let outcomes = await Delivery(to: channels) { _ in }.tell(try Night.bulletin())
        #expect(outcomes.map(\.tries) == [3, 3, 1, 3])
        #expect(outcomes.map { $0.failure == nil } == [false, false, true, false])
        #expect(outcomes[0].failure?.contains("time limit") == true)
    }

    /// The other side may ask for an hour; a run does not wait so long to end.
    @Test func nobodyWaitsLongerThanTheBound() async throws {
        let peer = try Peer("http_peer", ["429:3600"])
        let waits = Mutex<[Duration]>([])
        let delivery = Delivery(to: [slack(port: peer.port)]) { wait in waits.withLock { $0.append(wait) } }
        _ = await delivery.tell(try Night.bulletin())
        #expect(waits.withLock { $0 } == [.seconds(10), .seconds(10)])
    }

    /// All of them hang, each longer than the whole round may take: each is given up in its first try, and one that hears is
    /// told.
    @Test func whoHangsIsGivenUpWhenTheTimeIsOver() async throws {
        let (chat, mail, healthy) = (
            try Peer("http_peer", ["hang"]), try Peer("mail_peer", ["silent"]), try Peer("http_peer", ["200"])
        )
        let channels: [any Channel] = [
            slack(port: chat.port), slack(port: healthy.port), slack(port: chat.port),
            MailChannel(
                MailSettings(
                    server: "smtp://127.0.0.1:\(mail.port)",
                    sender: "a@example.com",
                    recipients: ["b@example.com"]
                )
            ),
        ]
        let (bulletin, next) = (try Night.bulletin(), slack(port: healthy.port))
        // Enough for the one that hears, on a machine however busy.
        let time = TimeAllowance(.seconds(8))
        let outcomes = await time.spend { await Delivery(to: channels).tell(bulletin) }
        let givenUp = "given up, since no time was left"
        #expect(outcomes.map(\.failure) == [givenUp, nil, givenUp, givenUp])
        #expect(outcomes.map(\.tries) == [1, 1, 1, 1])

        // What one has spent the next lacks.
        let later = await time.spend { await Delivery(to: [next]).tell(bulletin) }
        #expect(later == [.init(channel: "Slack", failure: givenUp, tries: 0)])
    }

    /// A server that only asks to wait is waited for no longer than there is time, and what it said is told.
    @Test func aWaitEndsWithTheTime() async throws {
        let peer = try Peer("http_peer", ["429:3600"])
        let channel = slack(port: peer.port)
        let bulletin = try Night.bulletin()
        let waits = Mutex(0)
        let delivery = Delivery(to: [channel]) { _ in
            waits.withLock { $0 += 1 }
            try await Task.sleep(for: .seconds(3_600))
        }
        let outcomes = await TimeAllowance(.seconds(12)).spend { await delivery.tell(bulletin) }
        #expect(
            outcomes == [
                .init(
                    channel: "Slack",
                    failure: "given up, since no time was left; before that, it answers 429: invalid_payload <x>",
                    tries: 1
                )
            ]
        )
        #expect(waits.withLock { $0 } == 1)
    }

    /// The address of a webhook is a secret: whoever knows it can write there.
    @Test func aFailureDoesNotTellTheAddress() async throws {
        let peer = try Peer("http_peer", ["404"])
        for channel in [slack(port: peer.port), slack(port: 1)] {
            let outcomes = await Delivery(to: [channel]) { _ in }.tell(try Night.bulletin())
            #expect(outcomes[0].failure?.contains("services") == false, "\(outcomes)")
        }
    }

    private func slack(port: Int, over transport: HTTPTransport = HTTPTransport()) -> SlackChannel {
        SlackChannel(webhook: Secret("http://127.0.0.1:\(port)/services/T/B/X"), over: transport)
    }
}
