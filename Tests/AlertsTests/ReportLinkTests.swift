import Foundation
import HTTPTransport
import LocalPeers
import Reconciliation
import Testing

@testable import Alerts

/// Whoever is told of a run is told where its page and its workbook open without signing in, and until when.
@Suite struct ReportLinkTests {
    static let page = "https://s3.example.com/acme/run/index.html?X-Amz-Expires=604800&X-Amz-Signature=0a"
    static let workbook = "https://s3.example.com/acme/run/reconciliation.xlsx?X-Amz-Expires=604800&X-Amz-Signature=0b"
    static let caution =
        "Until 2025-11-20T02:13:20Z whoever has these links can read the figures without signing in."

    /// - Parameter served: whether reports are served somewhere, where the page is rather opened.
    static func bulletin(served: Bool = false) throws -> Bulletin {
        var bulletin = try Night.bulletin([Night.outage])
        if !served { bulletin.reportURL = nil }
        bulletin.links = ReportLinks(page: page, workbook: workbook, validUntil: Night.noon + 7 * .day)
        return bulletin
    }

    @Test func slackHasAButtonForEach() throws {
        let message = SlackMessage(try Self.bulletin())
        let json = try JSONEncoder().encode(message)
        #expect(try Peer.verdict(of: "judge_slack", on: json) == [String]())
        let blocks = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])["blocks"]
        let elements = (blocks as? [[String: Any]] ?? []).flatMap { $0["elements"] as? [[String: Any]] ?? [] }
        #expect(elements.compactMap { $0["url"] as? String } == [Self.page, Self.workbook])
        #expect(elements.contains { $0["text"] as? String == Self.caution })
    }

    @Test func textsNameBothAndHowLongTheyHold() throws {
        let mail = MailMessage(try Self.bulletin(), from: "a@example.com", to: ["b@example.com"], host: "example.com")
        for text in [mail.plain, DiscordMessage(try Self.bulletin()).content] {
            #expect(text.contains("Report: \(Self.page)\n"))
            #expect(text.contains("Workbook: \(Self.workbook)\n"))
            #expect(text.contains(Self.caution))
        }
        for link in [Self.page, Self.workbook] {
            #expect(mail.html.contains("<a href=\"\(link.replacing("&", with: "&amp;"))\">"))
        }
        #expect(!mail.headers.joined().contains("X-Amz"))
    }

    @Test func programsHaveBoth() throws {
        let event = PagerDutyEvent.events(of: try Self.bulletin(), routingKey: "k")[0]
        #expect(event.links?.map(\.href).prefix(2) == [Self.page, Self.workbook])
        #expect(
            TeamsMessage(try Self.bulletin()).attachments[0].content.actions.map(\.url) == [Self.page, Self.workbook]
        )
        let standard = String(decoding: try JSONPost.bytes(of: StandardMessage(try Self.bulletin())), as: UTF8.self)
        #expect(standard.contains("\"links\":{\"page\":\"\(Self.page)\""))
        #expect(standard.contains("\"valid_until\":\"2025-11-20T02:13:20Z\""))
    }

    @Test func whereReportsAreServedThePageIsOpenedThere() throws {
        let bulletin = try Self.bulletin(served: true)
        #expect(bulletin.pageURL == "https://reports.example.com/20261113T021500Z-nightly-3f9c/index.html")
        #expect(!bulletin.text.contains(Self.page) && bulletin.text.contains(Self.workbook))
    }
}
