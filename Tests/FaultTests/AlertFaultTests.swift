import Foundation
import LocalPeers
import StripeSimulator
import TestSupport
import Testing

/// Nobody can be told: the chat, the webhook and the mail server are down, slow or answer with errors. The ledger is as
/// without it, the run says that nobody was told, its exit status too, and the next one tells.
@Suite struct AlertFaultTests {
    /// How a channel that cannot be reached looks: what an HTTP server and what a mail server does.
    struct Fault: CustomTestStringConvertible {
        let testDescription: String
        /// Nil: nobody listens.
        var http: String?
        var mail: String?
    }

    static let faults = [
        Fault(testDescription: "nobody listens"),
        Fault(testDescription: "the connection is closed without an answer", http: "refuse", mail: "later"),
        Fault(testDescription: "no answer ever comes", http: "hang", mail: "silent"),
        Fault(testDescription: "the server has a fault", http: "500", mail: "later"),
        Fault(testDescription: "asked to wait", http: "429:1", mail: "later"),
        Fault(testDescription: "the address is no more", http: "404", mail: "refuse"),
    ]

    /// What stands by itself with a person: the sale that was granted was paid back in part.
    private static func somethingForAPerson(_ shop: inout Shop) throws {
        try FaultNight.something(&shop)
        shop.account.refund("ch_done", amount: 500, at: Int64(Date().timeIntervalSince1970) - 86_400)
    }

    /// What such a night leaves where there is nobody to be told.
    private static let undisturbed = Task {
        let night = try await FaultNight(somethingForAPerson)
        let ending = try night.run()
        return (state: try LedgerState(of: night.database), status: ending.status)
    }

    @Test(arguments: faults) func nobodyCanBeToldAndTheNextRunTells(_ fault: Fault) async throws {
        let night = try await FaultNight(Self.somethingForAPerson)
        try night.writesMailsToo()
        let channels = try Channels(fault)
        let ending = try night.program.with(channels.environment).run(night.arguments)
        let undisturbed = try await Self.undisturbed.value
        #expect(undisturbed.status == 2)
        #expect(ending.status == 1, "a schedule keeps quiet about 2: \(ending.output)\(ending.notes)")
        let said = try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
        #expect(said?["status"] as? String == "differences", "what was found stands")
        for name in ["Slack", "webhook", "e-mail"] {
            #expect(ending.notes.contains(" error \(name) was not told in "), "\(ending.notes)")
        }
        #expect(!ending.notes.contains("T/B/X") && !ending.notes.contains("/hook"), "addresses are secrets")
        #expect(try LedgerState(of: night.database) == undisturbed.state)
        #expect(try GrantAudit(of: night.database).faults(granting: night.purchases.keys) == [])
        #expect(try night.brokenReports() == [])
        #expect(try night.standingAlerts() == [], "what nobody was told does not count as told")

        let chat = try Peer("http_peer", ["200"])
        let next = try night.program.with(["TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(chat.port)/T/B/X"]).run(
            night.nextNight
        )
        #expect(next.status == 2, "\(next.output)\(next.notes)")
        #expect(try chat.next(TakenRequest.self).body.contains("findings wait for a person"))
        #expect(try night.standingAlerts().contains("findings_open"))
        #expect(try LedgerState(of: night.database) == undisturbed.state)
        withExtendedLifetime(channels) {}
        Figures.add(3, "channels that took nothing, the run as without", row: 19, test: "AlertFaultTests")
    }

    /// A run that is well otherwise, of which there is something to tell (there is no guard), and nobody to be told.
    @Test func aRunThatTiesOutAndTellsNobodyHasFailed() async throws {
        let night = try await FaultNight()
        let channels = try Channels(Self.faults[0])
        try night.writesMailsToo()
        let ending = try night.program.with(channels.environment).run(night.arguments)
        #expect(ending.status == 1, "\(ending.output)\(ending.notes)")
        let said = try #require(
            try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any]
        )
        #expect(said["exit_status"] as? Int == 1)
        #expect(said["status"] as? String == "tied_out")
        #expect((said["grants"] as? [String: Any])?["count"] as? Int == 3)
        #expect(try LedgerState(of: night.database) == (try await KillTests.undisturbed.value).state)
        let kept = try night.database.connect().query("SELECT status, exit_status FROM tieout.run")
        #expect(try kept.map { try $0.text("status") } == ["tied_out"])
        #expect(try kept.map { try $0.integer("exit_status") } == [1], "the books say what the process ended with")
        try await expectRecovery(of: night)
        Figures.add(1, "runs that tied out and could tell nobody, status 1", row: 19, test: "AlertFaultTests")
    }

    /// One of them takes it: somebody was told, so the run is as well as it is.
    @Test(arguments: faults.filter { $0.http != "hang" }) func oneOfThemIsEnough(_ fault: Fault) async throws {
        let night = try await FaultNight()
        try night.writesMailsToo()
        let channels = try Channels(fault)
        let chat = try Peer("http_peer", ["200"])
        var environment = channels.environment
        environment["TIEOUT_SLACK_WEBHOOK"] = "http://127.0.0.1:\(chat.port)/T/B/X"
        let ending = try night.program.with(environment).run(night.arguments)
        #expect(ending.status == 0, "\(ending.output)\(ending.notes)")
        #expect(ending.notes.contains(" error webhook was not told in ") && !ending.notes.contains("Slack was not"))
        #expect(try chat.next(TakenRequest.self).body.contains("there is no guard"))
        #expect(try LedgerState(of: night.database) == (try await KillTests.undisturbed.value).state)
        withExtendedLifetime(channels) {}
        Figures.add(2, "channels that took nothing while another did", row: 19, test: "AlertFaultTests")
    }
}

/// The three channels whose addresses a test can choose, all of them at fault in one way.
private struct Channels {
    let environment: [String: String?]
    private let peers: [Peer]

    init(_ fault: AlertFaultTests.Fault) throws {
        let chat = try fault.http.map { try Peer("http_peer", [$0]) }
        let mail = try fault.mail.map { try Peer("mail_peer", [$0]) }
        peers = [chat, mail].compactMap(\.self)
        // Where nobody listens: port 1 is for a service that nobody has run for decades.
        let (chatPort, mailPort) = (chat?.port ?? 1, mail?.port ?? 1)
        environment = [
            "TIEOUT_SLACK_WEBHOOK": "http://127.0.0.1:\(chatPort)/services/T/B/X",
            "TIEOUT_WEBHOOK": "http://127.0.0.1:\(chatPort)/hook",
            "TIEOUT_SMTP_URL": "smtp://127.0.0.1:\(mailPort)",
        ]
    }
}

extension FaultNight {
    /// Says who writes mails and to whom.
    fileprivate func writesMailsToo() throws {
        let path = "\(program.folder.path)/tieout.yaml"
        let mail = "alerts:\n  mail:\n    from: tieout@example.com\n    to: [oncall@example.com]\n"
        try program.folder.write(String(contentsOfFile: path, encoding: .utf8) + mail, to: "tieout.yaml")
    }

    /// The arguments of the night after, which begins where the first has ended.
    fileprivate var nextNight: [String] {
        ["run", "--apply", "--config", "\(program.folder.path)/tieout.yaml", "--output", "json"]
    }

    /// The codes of what was told and is not over.
    fileprivate func standingAlerts() throws -> [String] {
        try database.connect().query("SELECT code FROM tieout.alert ORDER BY code").map { try $0.text("code") }
    }
}
