import Hummingbird
import Reconciliation
import Reports

/// The page of one run: what its own page says, its files with their checksums, and who took them.
struct RunPage {
    let manifest: Manifest
    /// The main part of the page that the run published.
    let published: String
    /// Who downloaded what of it, newest first.
    let downloads: [AuditEntry]

    func response(for visitor: Visitor) -> Response {
        Response(page: "Run \(manifest.runID)", for: visitor) { html in
            html.markup("<nav aria-label=\"This run\"><p>")
            html.link("Workbook", to: ReportFile.workbook)
            html.text(" · ")
            html.link("Everything as one archive", to: "everything.zip")
            html.text(" · ")
            html.link("Its plan", to: "plan")
            html.markup(" · <a href=\"#files\">Files and checksums</a></p></nav>\n")
            html.verified(published)
            put(filesInto: &html)
            put(downloadsInto: &html)
        }
    }

    private func put(filesInto html: inout HTML) {
        html.markup("<h2 id=\"files\">Files and checksums</h2>\n")
        html.markup("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Files\"><table>")
        html.markup("<caption>As the run's manifest holds them; each was compared with it before it is sent</caption>")
        html.markup("<thead><tr><th scope=\"col\">File</th><th scope=\"col\" class=\"number\">Bytes</th>")
        html.markup("<th scope=\"col\" class=\"number\">Rows</th><th scope=\"col\">SHA-256</th></tr></thead><tbody>\n")
        for file in manifest.files {
            html.markup("<tr><th scope=\"row\">")
            html.link(file.name, to: file.name)
            html.element("</th><td class=\"number\">", String(file.bytes), "</td>")
            html.element("<td class=\"number\">", file.rows.map(String.init) ?? "", "</td>")
            html.element("<td class=\"sum256\">", file.sha256, "</td></tr>\n")
        }
        html.markup("</tbody></table></div>\n<p>")
        html.link(ReportFile.manifest, to: ReportFile.manifest)
        html.text(" and ")
        html.link(ReportFile.checksums, to: ReportFile.checksums)
        html.markup(" prove a copy: <code>sha256sum -c SHA256SUMS</code></p>\n")
    }

    private func put(downloadsInto html: inout HTML) {
        html.markup("<h2>Who downloaded</h2>\n")
        guard !downloads.isEmpty else {
            html.markup("<p>Nobody yet.</p>\n")
            return
        }
        html.audit(downloads)
    }
}

/// The main part of a published page.
///
/// - Throws: ``Refusal`` for a page that has none.
func mainPart(of page: [UInt8]) throws(Refusal) -> String {
    let text = String(decoding: page, as: UTF8.self)
    guard let start = text.range(of: "<main>"), let end = text.range(of: "</main>", options: .backwards),
        start.upperBound <= end.lowerBound
    else { throw .notAsPublished }
    return String(text[start.upperBound..<end.lowerBound])
}
