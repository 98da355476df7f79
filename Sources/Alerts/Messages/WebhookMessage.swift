import Reconciliation

/// What a generic webhook is sent: the bulletin as it is, or in the form of a chat that has no channel of its own here.
public enum WebhookFormat: String, CaseIterable, Sendable {
    /// The bulletin as JSON, signed the Standard Webhooks way.
    case standard
    /// An Adaptive Card for a Teams workflow.
    case teams
    /// A message of a Discord webhook.
    case discord
}

/// The bulletin as JSON; fields are only ever added.
struct StandardMessage: Encodable {
    let type = "tieout.bulletin"
    let timestamp: String
    let data: Bulletin
    let headline: String
    let severity: String
    let schemaVersion = 1

    init(_ bulletin: Bulletin) {
        data = bulletin
        timestamp = bulletin.toldAt.rfc3339
        headline = bulletin.headline
        severity = bulletin.severity.rawValue
    }

    private enum CodingKeys: String, CodingKey {
        case type, timestamp, data, headline, severity
        case schemaVersion = "schema_version"
    }
}

/// An Adaptive Card; the workflow's limit is about 28 KB.
struct TeamsMessage: Encodable {
    let type = "message"
    let attachments: [Attachment]

    struct Attachment: Encodable {
        let contentType = "application/vnd.microsoft.card.adaptive"
        let content: Card
    }

    struct Card: Encodable {
        let type = "AdaptiveCard"
        let version = "1.4"
        let body: [TextBlock]
        let actions: [OpenURL]
    }

    struct TextBlock: Encodable {
        let type = "TextBlock"
        let text: String
        let wrap = true
        let weight: String
    }

    struct OpenURL: Encodable {
        let type = "Action.OpenUrl"
        let title: String
        let url: String
    }

    init(_ bulletin: Bulletin) {
        let headline = TextBlock(text: Self.escaped(bulletin.headline).cut(to: 500), weight: "bolder")
        let notices = bulletin.notices.prefix(20).map { notice in
            let lines = ["\(notice.mark) \(notice.alert.summary)"] + notice.figures + [notice.history]
            return TextBlock(text: Self.escaped(lines.joined(separator: "\n\n")).cut(to: 1_000), weight: "default")
        }
        let card = Card(
            body: [headline] + notices
                + (bulletin.links.map { [TextBlock(text: Self.escaped($0.caution), weight: "lighter")] } ?? [])
                + [TextBlock(text: Self.escaped(bulletin.footer), weight: "lighter")],
            actions: [
                bulletin.pageURL.map { OpenURL(title: "Open the report", url: $0) },
                bulletin.links.map { OpenURL(title: "Open the workbook", url: $0.workbook) },
            ].compactMap(\.self)
        )
        attachments = [Attachment(content: card)]
    }

    /// A text block reads Markdown: links and images must not come out of data.
    private static func escaped(_ text: String) -> String {
        String(text.flatMap { "[]()*_<>`".contains($0) ? ["\\", $0] : [$0] })
    }
}

/// A message of a Discord webhook: 2,000 characters, and nobody is called by what is in it.
struct DiscordMessage: Encodable {
    let content: String
    let allowedMentions = ["parse": [String]()]

    init(_ bulletin: Bulletin) { content = bulletin.text.cut(to: 2_000) }

    private enum CodingKeys: String, CodingKey {
        case content
        case allowedMentions = "allowed_mentions"
    }
}
