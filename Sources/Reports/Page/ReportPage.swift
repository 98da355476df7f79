import Reconciliation

/// `index.html`: the run on one self-contained page without scripts, from the same tables as the workbook.
struct ReportPage {
    /// Longer tables are cut here; the CSV files hold all rows.
    static let mostRows = 1_000

    private var html = HTML()
    private let result: RunResult
    private let dashboard: StripeDashboard

    /// The page of a run with links to the files beside it.
    static func bytes(of result: RunResult, tables: RunTables, files: [String]) -> [UInt8] {
        var page = ReportPage(result)
        page.putHead()
        page.putVerdict()
        page.putFacts()
        page.putCharts(tables)
        page.put(tables.outages, rest: ReportFile.workbook)
        page.putTieOut()
        page.put(tables.days, rest: "summary.json")
        page.put(tables.exceptions, of: result.findings.openCount, rest: "findings.csv")
        page.put(tables.grants, rest: "grants.csv")
        page.put(tables.packages, rest: ReportFile.workbook)
        page.putFolded(tables.sales, rest: ReportFile.sales)
        page.put(tables.failures, rest: DetailSheet.failures.fileName)
        page.putWhereTheRestIs("Each of them is in", DetailSheet.failures.fileName)
        page.put(tables.returns, rest: DetailSheet.refunds.fileName)
        page.putWhereTheRestIs("Each of them is in", DetailSheet.refunds.fileName)
        page.put(tables.capacity, rest: ReportFile.workbook)
        page.put(tables.records, rest: ReportFile.workbook)
        page.put(tables.log, rest: ReportFile.workbook)
        page.putFolded(tables.dictionary, rest: ReportFile.workbook)
        page.putFiles(files)
        page.html.endPage()
        return page.html.bytes
    }

    private init(_ result: RunResult) {
        self.result = result
        dashboard = StripeDashboard(livemode: result.livemode)
    }

    private mutating func putHead() {
        html.beginPage(
            title: "\(result.status.words): credit reconciliation \(result.id)",
            skip: "Skip to the tie-out",
            to: "tie-out"
        )
    }

    private mutating func putVerdict() {
        let verdict = Verdict(result)
        html.markup(
            "<p><a href=\"../index.html\">All runs</a></p>\n<h1>Credit reconciliation</h1>\n<p class=\"verdict "
        )
        html.markup(verdict.tone.className)
        html.element("\"><strong>", verdict.words, "</strong>")
        html.text(verdict.sentence)
        html.markup("</p>\n")
        guard !result.remarks.isEmpty else { return }
        html.markup("<ul>")
        for remark in result.remarks { html.element("<li>", remark, "</li>") }
        html.markup("</ul>\n")
    }

    private mutating func putFacts() {
        html.markup("<dl>")
        for (label, fact) in result.facts { put(label, fact) }
        for (label, figure) in result.keyFigures { put(label, String(figure)) }
        html.markup("</dl>\n")
    }

    private mutating func put(_ term: String, _ value: String) {
        html.element("<dt>", term, "</dt>")
        html.element("<dd>", value, "</dd>\n")
    }

    private mutating func putTieOut() {
        html.markup("<h2 id=\"tie-out\">Tie-out per currency</h2>\n")
        if result.tieOut.isEmpty { html.markup("<p>No credit purchase was paid in the period.</p>\n") }
        for statement in result.tieOutStatements {
            html.markup("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"Tie-out ")
            html.element("", "\(statement.currency), \(statement.title)", "\"><table><caption>")
            html.text(
                "\(statement.currency), \(statement.title): \(statement.tiesOut ? "ties out" : "does not tie out")"
            )
            html.markup("</caption><thead><tr><th scope=\"col\">Line</th><th scope=\"col\" class=\"number\">Purchases")
            html.element("</th><th scope=\"col\" class=\"number\">Amount, ", statement.currency.description, "</th>")
            html.markup("<th scope=\"col\" class=\"number\">Credits</th></tr></thead><tbody>\n")
            for row in statement.rows { put(row, of: statement) }
            html.markup("</tbody></table></div>\n")
        }
    }

    private mutating func put(_ row: TieOutStatement.Row, of statement: TieOutStatement) {
        html.markup(row.isSum ? "<tr class=\"sum\"><th scope=\"row\">" : "<tr><th scope=\"row\">")
        html.text(row.label)
        html.markup("</th>")
        let amount = Money(minorUnits: row.line.amountMinor, statement.currency).majorUnits
        for (figure, isZero) in [
            (String(row.line.count), row.line.count == 0), (amount, row.line.amountMinor == 0),
            (String(row.line.credits), row.line.credits == 0),
        ] {
            html.markup("<td class=\"number")
            if row.role == .unreconciled { html.markup(isZero ? " good" : " bad") }
            html.element("\">", figure, "</td>")
        }
        html.markup("</tr>\n")
    }

    private mutating func put(_ table: Table, of count: Int? = nil, rest: String) {
        html.element("<h2>", table.title, "</h2>\n")
        html.table(table, of: count ?? table.rows.count, limit: Self.mostRows, rest: rest, dashboard: dashboard)
    }

    /// Charts, and below them the figures of those whose table stands nowhere else on the page.
    private mutating func putCharts(_ tables: RunTables) {
        html.markup("<h2>At a glance</h2>\n<div class=\"charts\">\n")
        for chart in tables.charts(of: result) { html.chart(chart) }
        html.markup("</div>\n")
        for table in [tables.missed, tables.ageing] { putFolded(table, rest: ReportFile.workbook) }
    }

    /// A table that opens when it is asked for.
    private mutating func putFolded(_ table: Table, rest: String) {
        html.element("<details><summary>As a table: ", table.title, "</summary>\n")
        html.table(table, of: table.rows.count, limit: Self.mostRows, rest: rest, dashboard: dashboard)
        html.markup("</details>\n")
    }

    private mutating func putWhereTheRestIs(_ words: String, _ file: String) {
        html.element("<p>", words, " ")
        html.link(file, to: file)
        html.markup(".</p>\n")
    }

    private mutating func putFiles(_ files: [String]) {
        html.markup("<h2>Files</h2>\n<ul>")
        for file in files {
            html.markup("<li>")
            html.link(file, to: file)
            html.markup("</li>")
        }
        html.markup("</ul>\n<h2>What this report does not cover</h2>\n<ul>")
        for sentence in RunResult.limits { html.element("<li>", sentence, "</li>") }
        html.markup("</ul>\n")
    }
}
