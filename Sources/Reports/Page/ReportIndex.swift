import Reconciliation

/// `index.html` of a root: every report, newest first, from what its folder says of itself.
struct ReportIndex {
    /// One report of the list.
    private enum Entry {
        case whole(Manifest, Figures)
        case pruned(Manifest, PrunedReport)
        case damaged(RunID, String)
    }

    /// What the list shows of a `summary.json`; of one that a later version wrote no more is asked.
    private struct Figures: Decodable {
        struct Block: Decodable {
            struct RollForward: Decodable { var unreconciled: Summary.Line }

            var unreconciled: Summary.Line
            var rollForward: RollForward

            enum CodingKeys: String, CodingKey {
                case unreconciled
                case rollForward = "roll_forward"
            }
        }

        var findings: [String: Int]
        var grants: Summary.Grants
        var held: Int
        var tieOut: [String: Block]

        enum CodingKeys: String, CodingKey {
            case findings, grants, held
            case tieOut = "tie_out"
        }
    }

    private let entries: [Entry]

    /// Reads the folders of a chain; a damaged one is listed as that and hides no other.
    init(_ chain: ReportChain) {
        var entries: [(run: RunID, entry: Entry)] = chain.damaged.map { ($0.key, .damaged($0.key, $0.value.problem)) }
        for link in chain.links.values {
            if let record = link.pruned {
                entries.append((link.runID, .pruned(link.manifest, record)))
                continue
            }
            let path = "\(chain.root)/\(link.runID)/\(ReportFile.summary)"
            if let bytes = try? InputFile(path).contents(),
                let figures = try? JSONText.decode(Figures.self, from: bytes)
            {
                entries.append((link.runID, .whole(link.manifest, figures)))
            } else {
                entries.append((link.runID, .damaged(link.runID, "\(ReportFile.summary) is missing or damaged")))
            }
        }
        self.entries = entries.sorted { $0.run.text > $1.run.text }.map(\.entry)
    }

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
        html.element("<caption>", Self.caption(entries.count), "</caption><thead><tr>")
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

    private static func caption(_ count: Int) -> String {
        "\(Verdict.counted(count, "run")); a folder that is damaged or was pruned is listed as that"
    }

    private static func put(_ entry: Entry, into html: inout HTML) {
        switch entry {
        case .whole(let manifest, let figures):
            html.markup("<tr><th scope=\"row\" class=\"id\">")
            html.link(manifest.runID.text, to: "\(manifest.runID)/\(ReportFile.page)")
            if let rendered = manifest.rendersAgain { html.element("<br>renders ", rendered.text, " again") }
            html.markup("</th><td><span class=\"")
            html.markup(Verdict.tone(of: manifest.status).className)
            html.element("\">", manifest.status.words, "</span></td>")
            putRun(manifest, into: &html)
            html.markup("<td>")
            put(figures.tieOut, into: &html)
            html.markup("</td>")
            let findings = figures.findings.values.reduce(0, +)
            for figure in [Int64(findings), Int64(figures.held), Int64(figures.grants.count), figures.grants.credits] {
                html.element("<td class=\"number\">", String(figure), "</td>")
            }
            html.markup("</tr>\n")
        case .pruned(let manifest, let record):
            html.element("<tr><th scope=\"row\" class=\"id\">", manifest.runID.text, "</th><td>")
            html.element("", manifest.status.words, "</td>")
            putRun(manifest, into: &html)
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

    private static func putRun(_ manifest: Manifest, into html: inout HTML) {
        html.element("<td>", manifest.livemode ? "LIVE" : "TEST", "</td><td class=\"instant\">")
        html.element("", manifest.period.since.rfc3339, "<br>to ")
        html.element("", manifest.period.cutOff.rfc3339, "</td>")
    }

    private static func put(_ blocks: [String: Figures.Block], into html: inout HTML) {
        if blocks.isEmpty { html.text("nothing was paid") }
        for (code, block) in blocks.sorted(by: { $0.key < $1.key }) {
            let open = [block.unreconciled, block.rollForward.unreconciled]
                .first { $0.count != 0 || $0.amountMinor != 0 || $0.credits != 0 }
            let line = open ?? block.unreconciled
            let amount = Currency(code).map { Money(minorUnits: line.amountMinor, $0).majorUnits } ?? "?"
            html.markup(open == nil ? "<span class=\"good\">" : "<span class=\"bad\">")
            html.text("\(amount) \(code)" + (open == nil ? "" : ", \(line.credits) credits, \(line.count) purchases"))
            html.markup("</span> ")
        }
    }
}
