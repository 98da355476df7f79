import Hummingbird
import PostgresLedger
import Reconciliation
import Reports

/// The list of all runs, newest first.
struct RunListPage {
    let reports: [ReportEntry]
    let filter: RunFilter
    /// What was decided of the plans; empty where no database is configured or it is out of reach.
    let decisions: [RunID: DecisionTotals]

    func response(for visitor: Visitor) -> Response {
        Response(page: "Runs", for: visitor) { html in
            html.markup("<h1>Credit reconciliations</h1>\n<p>")
            html.text("What Stripe says was paid, against what the credit ledger says was given.")
            html.markup(" Open a run to read its tie-out and to download its workbook.</p>\n")
            put(filterInto: &html)
            let shown = filter.apply(to: reports)
            html.markup("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Runs\"><table>")
            html.element("<caption>", caption(shown.count), "</caption><thead><tr>")
            for heading in ["Run", "Status", "Mode", "Period (UTC)", "Unreconciled"] {
                html.element("<th scope=\"col\">", heading, "</th>")
            }
            for heading in ["Findings", "Open", "Held", "Grants"] {
                html.element("<th scope=\"col\" class=\"number\">", heading, "</th>")
            }
            html.markup("<th scope=\"col\">Workbook</th></tr></thead><tbody>\n")
            for entry in shown { put(entry, into: &html) }
            html.markup("</tbody></table></div>\n")
            if shown.isEmpty { html.markup("<p>No run is like that. <a href=\"/\">Show all runs</a></p>\n") }
        }
    }

    private func caption(_ count: Int) -> String {
        let all = Verdict.counted(reports.count, "run")
        return count == reports.count ? "\(all), newest first" : "\(count) of \(all), newest first"
    }

    private func put(filterInto html: inout HTML) {
        html.markup("<form class=\"filter\" method=\"get\" action=\"/\"><p><label>Month <select name=\"month\">")
        html.option("", "all months", isChosen: filter.month == nil)
        for month in Set(reports.compactMap(\.month)).sorted(by: >) {
            html.option(month, month, isChosen: filter.month == month)
        }
        html.markup("</select></label><label>Status <select name=\"status\">")
        html.option("", "every status", isChosen: filter.status == nil)
        for status in RunStatus.allCases where reports.contains(where: { $0.status == status }) {
            html.option(status.rawValue, status.words, isChosen: filter.status == status)
        }
        html.markup("</select></label><button>Show</button></p></form>\n")
    }

    private func put(_ entry: ReportEntry, into html: inout HTML) {
        switch entry {
        case .whole(let report):
            let figures = report.figures
            html.markup("<tr><th scope=\"row\" class=\"id\">")
            html.link(report.runID.text, to: "/runs/\(report.runID)/")
            if let rendered = report.rendersAgain { html.element("<br>renders ", rendered.text, " again") }
            html.markup("</th><td>")
            html.status(report.status.words, Verdict.tone(of: report.status))
            html.markup("</td>")
            put(report.livemode, report.period, into: &html)
            html.markup("<td>")
            if figures.unreconciled.isEmpty { html.text("nothing was paid") }
            for difference in figures.unreconciled {
                html.status(difference.sentence, difference.isNone ? .good : .bad)
                html.text(" ")
            }
            html.element("</td><td class=\"number\">", String(figures.findingCount), "</td>")
            html.element("<td class=\"number\">", figures.open.map(String.init) ?? "", "</td>")
            put(heldOf: report, into: &html)
            html.element("<td class=\"number\">", String(figures.grants.count), "</td><td>")
            html.link("Download", to: "/runs/\(report.runID)/\(ReportFile.workbook)")
            html.element("<span class=\"unseen\"> the workbook of ", report.runID.text, "</span></td></tr>\n")
        case .pruned(let manifest, let record):
            html.element("<tr><th scope=\"row\" class=\"id\">", manifest.runID.text, "</th><td>")
            html.element("", manifest.status.words, "</td>")
            put(manifest.livemode, manifest.period, into: &html)
            let sentence = "pruned on \(record.prunedAt) (\(record.rule)); its manifest is kept"
            html.element("<td colspan=\"6\">", sentence, "</td></tr>\n")
        case .damaged(let run, _):
            html.element("<tr><th scope=\"row\" class=\"id\">", run.text, "</th><td>")
            html.status("DAMAGED", .bad)
            html.markup(
                "</td><td colspan=\"8\">This folder is not what its run published; do not rely on it.</td></tr>\n"
            )
        }
    }

    private func put(_ livemode: Bool, _ period: Summary.PeriodText, into html: inout HTML) {
        html.element("<td>", livemode ? "LIVE" : "TEST", "</td><td class=\"instant\">")
        html.element("", period.since.rfc3339, "<br>to ")
        html.element("", period.cutOff.rfc3339, "</td>")
    }

    private func put(heldOf report: ListedReport, into html: inout HTML) {
        html.markup("<td class=\"number\">")
        if report.figures.held > 0 {
            html.link(String(report.figures.held), to: "/runs/\(report.runID)/plan")
        } else {
            html.text("0")
        }
        if let totals = decisions[report.runID] {
            html.element("<br>", "\(totals.approved) approved, \(totals.declined) declined", "")
        }
        html.markup("</td>")
    }
}

extension HTML {
    /// Adds a choice of a list.
    mutating func option(_ value: String, _ words: String, isChosen: Bool) {
        element("<option value=\"", value, "\"")
        if isChosen { markup(" selected") }
        element(">", words, "</option>")
    }
}
