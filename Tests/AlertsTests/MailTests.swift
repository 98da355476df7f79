import Foundation
import LocalPeers
import Reconciliation
import Testing

@testable import Alerts

/// Mails as aiosmtpd takes them and Python's own parser reads them.
@Suite struct MailTests {
    @Test func aMailSaysTheSameInTwoForms() async throws {
        let peer = try Peer("mail_peer", ["take"])
        try await channel(peer).deliver(Night.bulletin())
        let mail: TakenMail = try peer.next()

        #expect(mail.sender == "tieout@example.com")
        #expect(mail.recipients == ["oncall@example.com", "finance@example.com"])
        #expect(mail.defects == [])
        #expect(
            mail.headers["subject"]
                == "Tieout live, critical: 61 of 100 purchases look ungranted & nothing was posted (and 1 more)"
        )
        #expect(mail.date == "2025-11-13T02:13:20+00:00")
        #expect(mail.headers["message-id"] == "<20261113T021500Z-nightly-3f9c.1763000000.circuit_breaker@example.com>")
        #expect(mail.headers["auto-submitted"] == "auto-generated")
        let plain = try #require(mail.parts["text/plain"])
        let html = try #require(mail.parts["text/html"])
        for words in ["ungranted purchases: 61", "amount: 1220.00 USD", "[over] the run failed"] {
            #expect(plain.contains(words) && html.contains(words), "\(words)")
        }
        #expect(html.contains("ungranted &amp; nothing"))
    }

    @Test(arguments: Night.hostileNights.indices) func nothingInASummaryAddsAFieldOrAnAddress(_ night: Int) async throws
    {
        let peer = try Peer("mail_peer", ["take"])
        try await channel(peer).deliver(Night.bulletin(Night.hostileNights[night]))
        let mail: TakenMail = try peer.next()
        #expect(mail.recipients == ["oncall@example.com", "finance@example.com"])
        #expect(mail.defects == [])
        #expect(mail.headers["bcc"] == nil)
        #expect(mail.headers["subject"]?.hasPrefix("Tieout live, error: <!channel> @everyone [x]") == true)
        #expect(mail.parts["text/plain"]?.contains("ß – 日本 🎉") == true)
        #expect(mail.parts["text/html"]?.contains("<b>") == false)
    }

    @Test(arguments: [("refuse", false), ("later", true)])
    func aServerThatDoesNotTakeItIsReported(_ manner: String, mayPass: Bool) async throws {
        let peer = try Peer("mail_peer", [manner])
        let failure = await #expect(throws: DeliveryFailure.self) { try await channel(peer).deliver(Night.bulletin()) }
        #expect(failure?.mayPass == mayPass, "\(failure?.reason ?? "")")
    }

    @Test(arguments: ["eve@example.com>\r\nDATA", "nobody", "a@b@c", "<a@b>", ""])
    func whatIsNoAddressIsNotWrittenTo(_ address: String) async throws {
        let peer = try Peer("mail_peer", ["take"])
        let channel = MailChannel(
            MailSettings(server: "smtp://127.0.0.1:\(peer.port)", sender: "t@example.com", recipients: [address])
        )
        let failure = await #expect(throws: DeliveryFailure.self) { try await channel.deliver(Night.bulletin()) }
        #expect(failure == DeliveryFailure("an address is none", mayPass: false))
    }

    private func channel(_ peer: Peer) -> MailChannel {
        MailChannel(
            MailSettings(
                server: "smtp://127.0.0.1:\(peer.port)",
                sender: "tieout@example.com",
                recipients: ["oncall@example.com", "finance@example.com"]
            )
        )
    }
}
