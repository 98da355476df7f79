import HTTPTransport
import LocalPeers
import Reconciliation
import Testing

@testable import Alerts

/// Channels over TLS: a certificate that holds is taken; one that has expired, or that nobody vouches for, is reported at once and
/// nothing is sent.
@Suite struct ChannelTLSTests {
    private func chat(_ peer: Peer, trusting authority: PeerCertificate?) -> SlackChannel {
        var configuration = HTTPTransportConfiguration()
        configuration.certificateAuthorityFile = authority?.path
        let webhook = Secret("https://127.0.0.1:\(peer.port)/services/T/B/X")
        return SlackChannel(webhook: webhook, over: HTTPTransport(configuration))
    }

    private func mail(_ peer: Peer, trusting authority: PeerCertificate?) -> MailChannel {
        var settings = MailSettings(
            server: "smtps://127.0.0.1:\(peer.port)",
            sender: "tieout@example.com",
            recipients: ["oncall@example.com"]
        )
        settings.certificateAuthorityFile = authority?.path
        return MailChannel(settings)
    }

    @Test func aCertificateThatHoldsIsTaken() async throws {
        let certificate = try PeerCertificate()
        let chat = try Peer("http_peer", ["200", certificate.argument])
        let server = try Peer("mail_peer", ["take", certificate.argument])
        let channels: [any Channel] = [self.chat(chat, trusting: certificate), mail(server, trusting: certificate)]
        let outcomes = await Delivery(to: channels) { _ in }.tell(try Night.bulletin())
        #expect(outcomes.map(\.failure) == [nil, nil])
        #expect(try chat.next(TakenRequest.self).body.contains("61 of 100 purchases"))
        #expect(try server.next(TakenMail.self).recipients == ["oncall@example.com"])
    }

    /// Trying again would not help, and nobody who listens in between is told anything.
    @Test(arguments: [(true, true), (false, false)])
    func anotherIsReportedAndNothingIsSent(isExpired: Bool, isTrusted: Bool) async throws {
        let certificate = try PeerCertificate(isExpired: isExpired)
        let authority = isTrusted ? certificate : nil
        let chat = try Peer("http_peer", ["200", certificate.argument])
        let server = try Peer("mail_peer", ["take", certificate.argument])
        let channels: [any Channel] = [self.chat(chat, trusting: authority), mail(server, trusting: authority)]
        let outcomes = await Delivery(to: channels) { _ in }.tell(try Night.bulletin())
        withExtendedLifetime((chat, server)) {}
        #expect(outcomes.map(\.tries) == [1, 1])
        for outcome in outcomes {
            #expect(outcome.failure?.contains("certificate") == true, "\(outcome)")
            #expect(outcome.failure?.contains("services") == false, "the address is a secret")
        }
    }
}
