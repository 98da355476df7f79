import Reconciliation

/// A message of Slack's incoming webhooks, in Block Kit.
///
/// Source: Slack's limits: 50 blocks, 150 characters in a header, 3,000 in a section, 10 fields of 2,000, 75 on a button.
struct SlackMessage: Encodable {
    let text: String
    let blocks: [Block]
    let unfurlLinks = false

    /// The message of a bulletin.
    init(_ bulletin: Bulletin) {
        text = Self.escaped(bulletin.headline).cut(to: 3_000)
        var blocks = [Block.header(Self.escaped(bulletin.headline.onOneLine).cut(to: 150))]
        // Two blocks a notice at most, within the fifty.
        for notice in bulletin.notices.prefix(20) {
            blocks.append(.section(Self.markup(of: notice, in: bulletin)))
            let fields = notice.figures.prefix(10).map { Self.escaped($0).cut(to: 2_000) }
            if !fields.isEmpty { blocks.append(.fields(fields)) }
        }
        if bulletin.notices.count > 20 { blocks.append(.section("… and \(bulletin.notices.count - 20) more")) }
        if let url = bulletin.pageURL, url.utf16.count <= 3_000 { blocks.append(.button("Open the report", url)) }
        if let links = bulletin.links, links.workbook.utf16.count <= 3_000 {
            blocks.append(.button("Open the workbook", links.workbook))
            blocks.append(.context(links.caution))
        }
        blocks.append(.context(Self.escaped(bulletin.footer).cut(to: 2_000)))
        self.blocks = blocks
    }

    private static func markup(of notice: Notice, in bulletin: Bulletin) -> String {
        let advice = bulletin.runbook(of: notice.alert.code).map { "\n<\(escaped($0))|What to do>" } ?? ""
        let room = 3_000 - advice.utf16.count
        return escaped("*\(notice.mark)* \(notice.alert.summary)\n_\(notice.history)_").cut(to: room) + advice
    }

    /// Slack reads `&`, `<` and `>` alone as markup; escaped, `<!channel>` calls nobody.
    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    private enum CodingKeys: String, CodingKey {
        case text, blocks
        case unfurlLinks = "unfurl_links"
    }
}

extension SlackMessage {
    /// One block of a message.
    enum Block: Encodable {
        case header(String)
        case section(String)
        case fields([String])
        case button(String, String)
        case context(String)

        private struct Text: Encodable {
            let type: String
            let text: String
        }

        private struct Button: Encodable {
            let type = "button"
            let text: Text
            let url: String
        }

        private enum CodingKeys: String, CodingKey {
            case type, text, fields, elements
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            switch self {
            case .header(let text):
                try container.encode("header", forKey: .type)
                try container.encode(Text(type: "plain_text", text: text), forKey: .text)
            case .section(let markup):
                try container.encode("section", forKey: .type)
                try container.encode(Text(type: "mrkdwn", text: markup), forKey: .text)
            case .fields(let fields):
                try container.encode("section", forKey: .type)
                try container.encode(fields.map { Text(type: "mrkdwn", text: $0) }, forKey: .fields)
            case .button(let label, let url):
                try container.encode("actions", forKey: .type)
                let button = Button(text: Text(type: "plain_text", text: label), url: url)
                try container.encode([button], forKey: .elements)
            case .context(let markup):
                try container.encode("context", forKey: .type)
                try container.encode([Text(type: "mrkdwn", text: markup)], forKey: .elements)
            }
        }
    }
}
