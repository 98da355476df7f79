import Reconciliation

/// `index.html` of a root: every report, newest first, from what its folder says of itself.
struct ReportIndex {
    private let entries: [ReportEntry]
    /// What the caption says beside how many there are.
    private let remark: String

    /// Lists what is in a chain.
    init(_ chain: ReportChain) {
        entries = ReportEntry.all(of: chain)
        remark = "; a folder that is damaged or was pruned is listed as that"
    }

    /// The list of reports that are copied to a place where all of them are whole, newest first.
    init(copied reports: [ListedReport]) { (entries, remark) = (reports.map(ReportEntry.whole), "") }

    static let fileName = "index.html"
    /// A list that is being written; what a killed run leaves of it is removed with its other left-overs.
    static let draftPrefix = ".index-"

    /// Puts the list in its place at once: readers see the old one or the new one.
    func write(to root: ReportRoot) throws(ReportError) {
        let draft = "\(root.path)/\(Self.draftPrefix)new"
        if Folder.exists(draft) { try Folder.removeFile(draft) }
        do throws(ReportError) {
            var file = try OutputFile(creating: draft)
            try file.append { $0.append(contentsOf: page()) }
            _ = try file.finish()
            try Folder.move(draft, to: "\(root.path)/\(Self.fileName)")
        } catch {
            try? Folder.removeFile(draft)
            throw error
        }
    }

    /// The page.
    func page() -> [UInt8] {
        var html = HTML()
        html.beginPage(title: "Credit reconciliations", skip: "Skip to the runs", to: "runs")
        html.markup("<h1>Credit reconciliations</h1>\n<p>")
        html.text(
            "What Stripe says was paid, against what the credit ledger says was given: one line a run, newest first."
        )
        html.markup("</p>\n<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Runs\" id=\"runs\"><table>")
        html.element("<caption>", "\(Verdict.counted(entries.count, "run"))\(remark)", "</caption><thead><tr>")
        for heading in ["Run", "Status", "Mode", "Period (UTC)", "Unreconciled"] {
            html.element("<th scope=\"col\">", heading, "</th>")
        }
        for heading in ["Findings", "Held", "Grants", "Credits granted"] {
            html.element("<th scope=\"col\" class=\"number\">", heading, "</th>")
        }
        html.markup("</tr></thead><tbody>\n")
        for entry in entries { Self.put(entry, into: &html) }
        html.markup("</tbody></table></div>\n")
        html.endPage()
        return html.bytes
    }

    private static func put(_ entry: ReportEntry, into html: inout HTML) {
        switch entry {
        case .whole(let report):
            html.markup("<tr><th scope=\"row\" class=\"id\">")
            html.link(report.runID.text, to: "\(report.runID)/\(ReportFile.page)")
            if let rendered = report.rendersAgain { html.element("<br>renders ", rendered.text, " again") }
            html.markup("</th><td><span class=\"")
            html.markup(Verdict.tone(of: report.status).className)
            html.element("\">", report.status.words, "</span></td>")
            putRun(report.livemode, report.period, into: &html)
            html.markup("<td>")
            let figures = report.figures
            put(figures.unreconciled, into: &html)
            html.markup("</td>")
            for figure in [
                Int64(figures.findingCount), Int64(figures.held), Int64(figures.grants.count), figures.grants.credits,
            ] {
                html.element("<td class=\"number\">", String(figure), "</td>")
            }
            html.markup("</tr>\n")
        case .pruned(let manifest, let record):
            html.element("<tr><th scope=\"row\" class=\"id\">", manifest.runID.text, "</th><td>")
            html.element("", manifest.status.words, "</td>")
            putRun(manifest.livemode, manifest.period, into: &html)
            html.element(
                "<td colspan=\"5\">",
                "pruned on \(record.prunedAt) by \(record.prunedBy) (\(record.rule)); its manifest is kept",
                "</td></tr>\n"
            )
        case .damaged(let run, let problem):
            html.element(
                "<tr><th scope=\"row\" class=\"id\">",
                run.text,
                "</th><td><span class=\"bad\">DAMAGED</span></td>"
            )
            html.element("<td colspan=\"7\">", "\(problem); see: tieout verify", "</td></tr>\n")
        }
    }

    private static func putRun(_ livemode: Bool, _ period: Summary.PeriodText, into html: inout HTML) {
        html.element("<td>", livemode ? "LIVE" : "TEST", "</td><td class=\"instant\">")
        html.element("", period.since.rfc3339, "<br>to ")
        html.element("", period.cutOff.rfc3339, "</td>")
    }

    private static func put(_ differences: [(sentence: String, isNone: Bool)], into html: inout HTML) {
        if differences.isEmpty { html.text("nothing was paid") }
        for difference in differences {
            html.markup(difference.isNone ? "<span class=\"good\">" : "<span class=\"bad\">")
            html.element("", difference.sentence, "</span> ")
        }
    }
}
