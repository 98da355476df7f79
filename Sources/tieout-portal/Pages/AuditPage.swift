import Hummingbird
import Reports

/// Who did what, newest first.
struct AuditPage {
    let entries: [AuditEntry]

    func response(for visitor: Visitor) -> Response {
        Response(page: "Audit", for: visitor) { html in
            html.markup("<h1>Audit</h1>\n<p>Who signed in, downloaded and decided; the newest ")
            html.text("\(Self.most) lines. All of them are in the portal's audit.jsonl.")
            html.markup("</p>\n")
            html.audit(entries)
        }
    }

    static let most = 500
}

extension HTML {
    /// Adds lines of the audit as a table.
    mutating func audit(_ entries: [AuditEntry]) {
        markup("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Audit\"><table>")
        element("<caption>", Verdict.counted(entries.count, "line"), ", newest first</caption><thead><tr>")
        for heading in ["When (UTC)", "Who", "From", "What", "Run", "File", "Detail"] {
            element("<th scope=\"col\">", heading, "</th>")
        }
        markup("</tr></thead><tbody>\n")
        for entry in entries {
            element("<tr><td class=\"instant\">", entry.at.rfc3339, "</td>")
            element("<th scope=\"row\">", entry.account, "</th>")
            element("<td>", entry.client, "</td>")
            element("<td>", entry.action.words, "</td><td class=\"id\">")
            if let run = entry.run { link(run, to: "/runs/\(run)/") }
            element("</td><td>", entry.file ?? "", "</td>")
            element(
                "<td class=\"detail\">",
                [entry.range.map { "bytes \($0)" }, entry.detail].compactMap(\.self).joined(separator: ", "),
                "</td></tr>\n"
            )
        }
        markup("</tbody></table></div>\n")
    }
}
